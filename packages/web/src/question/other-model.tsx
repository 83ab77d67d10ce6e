import { useId, useRef, useState } from 'preact/hooks';
import { nearestNames } from '@archon/advice/catalog-names';
import { modelAddress } from '@archon/advice/commands';
import { models } from '@archon/sizing/models';
import type { Problem } from '@archon/values/problem';
import { askMore, Problems } from '../problems.tsx';
import { hubHost } from '../hub-address.ts';
import { keepModel, type ReadModel } from '../read-models.ts';
import { change, choices, model } from '../state.ts';

interface Properties {
  /** What was looked for and is not in the list. */
  readonly asked: string;
  /** The model is there: the fields are not needed any more. */
  readonly onFound: () => void;
}

/** A model that the list does not have: read from the Hub, when the button is pressed, or from a pasted configuration. */
export function OtherModel({ asked, onFound }: Properties) {
  const id = useId();
  const [text, setText] = useState(asked);
  const [reading, setReading] = useState<string>();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  // what is typed meanwhile counts, not what was asked before
  const turn = useRef(0);
  const read = async (): Promise<void> => {
    const own = ++turn.current;
    const stillAsked = (): boolean => own === turn.current;
    setProblems([]);
    setReading('Reading its configuration …');
    const progress = (done: number, of: number): void => {
      if (stillAsked()) setReading(`Reading header ${done} of ${of} …`);
    };
    const result = await askMore((more) => more.readFromHub(withRevision(text), progress));
    if (!stillAsked()) return;
    setReading(undefined);
    if ('found' in result) take(result.found, onFound);
    else setProblems(result.problems);
  };
  const near = model.value || problems.length > 0 || !text.includes('/') ? [] : nearestOf(text.trim());
  return (
    <div class="other">
      <div class="field">
        <label for={id}>Name or address on the Hugging Face Hub</label>
        <input
          id={id}
          type="text"
          autocomplete="off"
          spellcheck={false}
          placeholder="org/name"
          value={text}
          aria-invalid={problems.length > 0}
          aria-describedby={problems.length > 0 ? `${id}-problems` : `${id}-hint`}
          onInput={(event) => {
            turn.current++;
            setReading(undefined);
            setProblems([]);
            setText(event.currentTarget.value);
          }}
          onKeyDown={(event) => event.key === 'Enter' && void read()}
        />
        <p class="hint" id={`${id}-hint`}>
          The button asks {hubHost} for the model’s configuration and the headers of its weights, not for the weights.
        </p>
        {near.length > 0 && (
          <p class="hint">
            The list has{' '}
            {near.map((name) => (
              <button
                key={name}
                type="button"
                class="quiet link"
                onClick={() => change({ model: name, revision: undefined }, 'step')}
              >
                {name}
              </button>
            ))}
          </p>
        )}
      </div>
      <button type="button" disabled={reading !== undefined} onClick={() => void read()}>
        {reading ?? 'Read from the Hub'}
      </button>
      {problems.length > 0 && <Problems id={`${id}-problems`} problems={problems} />}
      <Pasted name={text} onFound={onFound} />
    </div>
  );
}

/** A link names the commit that was read. */
const withRevision = (text: string): string =>
  (text.trim() === choices.value.model ? modelAddress(choices.value) : undefined) ?? text;

const nearestOf = (name: string): readonly string[] => {
  const ids = models.map(({ id }) => id);
  return ids.includes(name) ? [name] : nearestNames(name, ids).slice(0, 2);
};

function take(found: ReadModel, onFound: () => void): void {
  keepModel(found);
  change({ model: found.model.id, revision: found.revision }, 'step');
  onFound();
}

function Pasted({ name, onFound }: { readonly name: string; readonly onFound: () => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const read = async (): Promise<void> => {
    const result = await askMore((more) => more.readPasted(text, name));
    if ('found' in result) take(result.found, onFound);
    else setProblems(result.problems);
  };
  return (
    <details>
      <summary>Or paste its config.json</summary>
      <div class="field">
        <label for={id}>config.json</label>
        <textarea
          id={id}
          rows={5}
          spellcheck={false}
          placeholder={'{ "architectures": ["Qwen3ForCausalLM"], …'}
          value={text}
          aria-invalid={problems.length > 0}
          aria-describedby={problems.length > 0 ? `${id}-problems` : `${id}-hint`}
          onInput={(event) => {
            setProblems([]);
            setText(event.currentTarget.value);
          }}
        />
        <p class="hint" id={`${id}-hint`}>
          Nothing is asked of the Hub. The sizes of the weights are computed, where they follow from the configuration.
          The name above is what vLLM loads.
        </p>
      </div>
      <button type="button" disabled={text.trim() === ''} onClick={() => void read()}>
        Use this configuration
      </button>
      {problems.length > 0 && <Problems id={`${id}-problems`} problems={problems} />}
    </details>
  );
}
