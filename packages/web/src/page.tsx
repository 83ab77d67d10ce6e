import { useEffect, useState } from 'preact/hooks';
import { AllValues } from './all-values/all-values.tsx';
import { Answer } from './answer/answer.tsx';
import { GpuList, ModelList } from './answer/lists.tsx';
import { OwnProblems } from './own-problems.tsx';
import { QuestionForm } from './question/question-form.tsx';
import { Start } from './start/start.tsx';
import { gpu, model, notes, outcome } from './state.ts';
import { TakeWithYou } from './take/take-with-you.tsx';
import { figureOf, spoken, titleOf, verdictSigns } from './texts.ts';
import { ThemeButton } from './theme-button.tsx';

/** Question, answer, and what to take along. */
export function Page() {
  const found = outcome.value;
  const empty = !gpu.value && !model.value;
  return (
    <>
      <header class="top">
        <h1>
          Archon <span>configurator</span>
        </h1>
        <p>Counted in your browser. Nothing is sent, unless you read a model from the Hub.</p>
        <ThemeButton />
      </header>
      <main class={empty ? 'empty' : ''}>
        <QuestionForm />
        <div class="result" id="result">
          <Notes />
          <OwnProblems />
          {empty && <Start />}
          {found && <Answer outcome={found} />}
          {found && <TakeWithYou />}
          {found && <AllValues outcome={found} />}
          {gpu.value && !found && <ModelList />}
          {model.value && !found && <GpuList />}
          {found && <Others />}
        </div>
      </main>
      {found && (
        <p class={`strip ${found.verdict}`} aria-hidden="true">
          <b>
            {verdictSigns[found.verdict].sign} {titleOf(found)}
          </b>{' '}
          {figureOf(found)}
        </p>
      )}
      <Spoken />
    </>
  );
}

/** The two lists, counted when they are opened. */
function Others() {
  const [open, setOpen] = useState<'models' | 'gpus'>();
  const toggle = (which: 'models' | 'gpus') => () => setOpen(open === which ? undefined : which);
  return (
    <section class="others" aria-label="Other models and GPUs">
      <button type="button" class="quiet" aria-expanded={open === 'models'} onClick={toggle('models')}>
        Other models on this GPU
      </button>
      <button type="button" class="quiet" aria-expanded={open === 'gpus'} onClick={toggle('gpus')}>
        Other GPUs for this model
      </button>
      {open === 'models' && <ModelList />}
      {open === 'gpus' && <GpuList />}
    </section>
  );
}

/** What a link says that is not understood. */
function Notes() {
  if (notes.value.length === 0) return null;
  return (
    <aside class="notes" aria-label="About the link">
      <ul>
        {notes.value.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <button type="button" class="quiet" onClick={() => (notes.value = [])}>
        Dismiss
      </button>
    </aside>
  );
}

/** One sentence for a screen reader, once typing pauses. */
function Spoken() {
  const sentence = sentenceNow();
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(sentence), 300);
    return () => clearTimeout(timer);
  }, [sentence]);
  return (
    <p class="hidden" role="status">
      {said}
    </p>
  );
}

function sentenceNow(): string {
  if (outcome.value) return spoken(outcome.value);
  if (gpu.value) return 'A list of models for this GPU.';
  return model.value ? 'A list of GPUs for this model.' : '';
}
