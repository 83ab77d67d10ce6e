import { useId, useState } from 'preact/hooks';
import type { Choices, Values } from '@archon/advice/choices';
import { choicesOfValues } from '@archon/advice/choices-of-values';
import { entriesIn } from '@archon/advice/chosen-values';
import type { Problem } from '@archon/values/problem';
import type { Imported } from '../more/import-values.ts';
import { askMore, Problems } from '../problems.tsx';
import { choices, choose } from '../state.ts';

/** Bytes of a file that is looked at. */
const largest = 1_000_000;

/** A command or a values file from elsewhere: what it would become, before it is taken. */
export function ImportPanel() {
  const id = useId();
  const [text, setText] = useState('');
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [imported, setImported] = useState<Imported>();
  const say = (next: string): void => {
    setText(next);
    setProblems([]);
    setImported(undefined);
  };
  const open = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    if (file.size > largest)
      return setProblems([
        {
          message: `${file.name} has ${(file.size / 1e6).toFixed(0)} MB.`,
          hint: 'A values file has a few KB, and at most 1 MB is read.',
        },
      ]);
    say(await file.text());
  };
  const read = async (): Promise<void> => {
    const result = await askMore((more) => more.importValues(text));
    if ('found' in result) setImported(result.found);
    setProblems('found' in result ? [] : result.problems);
  };
  const take = (values: Values): void => {
    choose(kept(choicesOfValues(values)), 'step');
    say('');
  };
  return (
    <details class="import">
      <summary>Import a command or a values file</summary>
      <div class="field">
        <label for={id}>
          <code>vllm serve</code>, <code>docker run</code>, a compose file, a manifest, or values.yaml
        </label>
        <textarea
          id={id}
          rows={5}
          spellcheck={false}
          placeholder="vllm serve Qwen/Qwen3-8B --max-model-len 16384 -tp 2"
          value={text}
          aria-invalid={problems.length > 0}
          aria-describedby={problems.length > 0 ? `${id}-problems` : undefined}
          onInput={(event) => say(event.currentTarget.value)}
        />
      </div>
      <div class="actions">
        <button type="button" disabled={text.trim() === ''} onClick={() => void read()}>
          Show what it becomes
        </button>
        <label class="file">
          Open a file
          <input
            type="file"
            onChange={(event) => {
              void open(event.currentTarget.files?.[0]);
              event.currentTarget.value = '';
            }}
          />
        </label>
      </div>
      {problems.length > 0 && <Problems id={`${id}-problems`} problems={problems} />}
      {imported && <Preview imported={imported} onTake={take} />}
    </details>
  );
}

/** A GPU that was picked stays, where what is imported does not name one. */
const kept = (next: Choices): Choices => {
  const { gpu, totalGiB, computeCapability } = choices.value;
  return next.gpu !== undefined || (gpu === undefined && totalGiB === undefined)
    ? next
    : {
        ...next,
        ...(gpu !== undefined && { gpu }),
        ...(totalGiB !== undefined && { totalGiB }),
        ...(computeCapability !== undefined && { computeCapability }),
      };
};

interface PreviewProperties {
  readonly imported: Imported;
  readonly onTake: (values: Values) => void;
}

function Preview({ imported: { source, values, unplaced, notes, problems }, onTake }: PreviewProperties) {
  const next = kept(choicesOfValues(values));
  const changes = changesBetween(choices.value, next);
  const own = entriesIn(next.set ?? {});
  return (
    <section class="preview" aria-label="What it becomes">
      <h2>{source === 'values' ? 'The values file' : source} becomes</h2>
      {changes.length > 0 ? (
        <dl class="changes">
          {changes.map(({ name, from, to }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {from !== undefined && (
                  <>
                    <del>{from}</del>{' '}
                  </>
                )}
                <ins>{to ?? 'as fits'}</ins>
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p class="hint">The question stays as it is.</p>
      )}
      {own.length > 0 && (
        <>
          <h3>Kept as your own values</h3>
          <ul class="plain">
            {own.map(({ path, value }) => (
              <li key={path.join('.')}>
                <code>
                  {path.join('.')}: {JSON.stringify(value)}
                </code>
              </li>
            ))}
          </ul>
        </>
      )}
      {(unplaced.length > 0 || notes.length > 0) && (
        <>
          <h3>Not in the values</h3>
          <ul class="plain">
            {unplaced.map(({ what, why }) => (
              <li key={what + why}>
                {!why.startsWith(what) && <code>{what}</code>} {why}
              </li>
            ))}
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
      {problems.length > 0 && (
        <>
          <h3>The chart refuses</h3>
          <Problems id="import-problems" problems={problems} />
        </>
      )}
      <button type="button" onClick={() => onTake(values)}>
        Take it
      </button>
    </section>
  );
}

interface Change {
  readonly name: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** What of the question becomes something else. */
function changesBetween(before: Choices, after: Choices): Change[] {
  const [from, to] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((name) => from[name] !== to[name])
    .map((name) => ({ name, from: from[name], to: to[name] }));
}

function fieldsOf({ gpu, gpuCount, model, context, users, release, engine }: Choices): Record<string, string> {
  const fields: Record<string, string | number | undefined> = {
    GPU: gpu,
    'Number of GPUs': gpuCount,
    Model: model,
    Context: context?.toLocaleString('en'),
    Users: users,
    vLLM: release,
    ...(engine as Record<string, string | number>),
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
