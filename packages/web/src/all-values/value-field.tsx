import { useId, useState } from 'preact/hooks';
import { withValue } from '@archon/advice/chosen-values';
import { plainJson } from '@archon/values/plain-json';
import type { Problem } from '@archon/values/problem';
import { valueAt } from '@archon/values/value-at';
import type { ValueRow } from '../more/value-rows.ts';
import { more } from '../own-values.ts';
import { Problems } from '../problems.tsx';
import { change, choices } from '../state.ts';
import type { Source } from './sources.ts';

/** Values that the question above has a field for. */
const inQuestion = new Set([
  'preset',
  'model.id',
  'gpu.product',
  'gpu.count',
  'image.tag',
  'engine.maxModelLen',
  'engine.kvCacheDtype',
  'engine.maxNumSeqs',
  'engine.gpuMemoryUtilization',
  'engine.enforceEager',
]);

interface Properties {
  readonly row: ValueRow;
  readonly source: Source;
}

/** A value of the chart: its name, whose it is, and a field for one of your own. */
export function ValueField({ row, source }: Properties) {
  const id = useId();
  const { path, description } = row;
  const name = path.join('.');
  const own = valueAt(choices.value.set, path);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const set = (value: unknown): void => {
    const found = value === undefined ? [] : more.value!.checkValues(withValue({}, path, value));
    setProblems(found);
    if (found.length > 0) return;
    const next = withValue(choices.value.set ?? {}, path, value);
    change({ set: Object.keys(next).length > 0 ? next : undefined });
  };
  const fixed = inQuestion.has(name) && own === undefined;
  return (
    <li>
      <div class="head">
        <label for={id}>
          <code>{name}</code>
        </label>
        <SourceOf source={source} />
      </div>
      <p class="about" id={`${id}-about`}>
        {description}
      </p>
      {fixed ? (
        <p class="hint" id={id}>
          The question has a field for it.
        </p>
      ) : (
        <Control
          id={id}
          row={row}
          own={own}
          described={problems.length > 0 ? `${id}-about ${id}-problems` : `${id}-about`}
          wrong={problems.length > 0}
          onSet={set}
          onWrong={(message) => setProblems([{ message }])}
        />
      )}
      {problems.length > 0 && <Problems id={`${id}-problems`} problems={problems} />}
    </li>
  );
}

function SourceOf({ source: { whose, value, why } }: { readonly source: Source }) {
  const text = value === undefined ? '' : JSON.stringify(value);
  return (
    <span class={`source ${whose.replaceAll(' ', '-')}`} title={why}>
      {text !== '' && <code>{text.length > 60 ? `${text.slice(0, 60)} …` : text}</code>} {whose}
      {whose === 'preset' && ` ${why}`}
    </span>
  );
}

interface ControlProperties {
  readonly id: string;
  readonly row: ValueRow;
  readonly own: unknown;
  readonly described: string;
  readonly wrong: boolean;
  readonly onSet: (value: unknown) => void;
  readonly onWrong: (message: string) => void;
}

function Control({ id, row, own, described, wrong, onSet, onWrong }: ControlProperties) {
  const { kind, choices: listed = [], example } = row;
  const [typed, setTyped] = useState<string>();
  const same = { id, 'aria-describedby': described, 'aria-invalid': wrong };
  if (kind === 'boolean' || kind === 'choice') {
    const known = kind === 'boolean' ? ['true', 'false'] : listed;
    const value = own === undefined ? '' : String(own);
    return (
      <select
        {...same}
        value={value}
        onChange={({ currentTarget: { value: next } }) =>
          onSet(next === '' ? undefined : kind === 'boolean' ? next === 'true' : next)
        }
      >
        <option value="">not set by you</option>
        {[...known, ...(value === '' || known.includes(value) ? [] : [value])].map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    );
  }
  const text =
    typed ?? (own === undefined ? '' : kind === 'json' || typeof own !== 'string' ? JSON.stringify(own) : own);
  const type = (next: string): void => {
    setTyped(next);
    if (next.trim() === '') return onSet(undefined);
    const read = valueOf(kind, next);
    if (read === undefined) onWrong('This is not JSON yet: a list is ["a"], a map is {"a": "b"}.');
    else onSet(read.value);
  };
  const placeholder =
    example === undefined ? '' : kind === 'json' ? JSON.stringify(example) : String(example as string | number);
  return kind === 'json' ? (
    <textarea
      {...same}
      rows={2}
      spellcheck={false}
      placeholder={placeholder}
      value={text}
      onInput={(event) => type(event.currentTarget.value)}
    />
  ) : (
    <input
      {...same}
      type="text"
      autocomplete="off"
      spellcheck={false}
      inputmode={kind === 'number' ? 'decimal' : 'text'}
      placeholder={placeholder}
      value={text}
      onInput={(event) => type(event.currentTarget.value)}
    />
  );
}

/** What is typed, as a value: a number where it is one. Undefined: not JSON. */
function valueOf(kind: ValueRow['kind'], text: string): { value: unknown } | undefined {
  const trimmed = text.trim();
  if (kind === 'number') return { value: /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed };
  if (kind === 'text') return { value: text };
  try {
    return { value: plainJson(trimmed) };
  } catch {
    return undefined;
  }
}
