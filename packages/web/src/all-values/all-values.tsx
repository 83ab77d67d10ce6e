import { useId, useState } from 'preact/hooks';
import type { Outcome } from '@archon/advice/outcome';
import { entriesIn } from '@archon/advice/chosen-values';
import { more, wantMore } from '../own-values.ts';
import { notLoaded } from '../load-more.ts';
import type { ValueRow } from '../more/value-rows.ts';
import { choices } from '../state.ts';
import { sourcesOf } from './sources.ts';
import { ValueField } from './value-field.tsx';

/** More rows than this are narrowed by typing. */
const most = 40;

/** A field for each value of the chart. It is loaded when it is opened. */
export function AllValues({ outcome }: { readonly outcome: Outcome }) {
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const count = entriesIn(choices.value.set ?? {}).length;
  const toggle = async (next: boolean): Promise<void> => {
    setOpen(next);
    if (next && !more.value) setFailed(!(await wantMore()));
  };
  return (
    <section class="all-values" aria-labelledby="all-values">
      <details onToggle={(event) => void toggle(event.currentTarget.open)}>
        <summary>
          <h2 id="all-values">All values</h2> {count > 0 && <span class="count">{count} of your own</span>}
        </summary>
        {open && more.value && <Rows rows={more.value.valueRows(outcome.release)} outcome={outcome} />}
        {open && !more.value && <p class={failed ? 'problem' : 'hint'}>{failed ? notLoaded.message : 'Loading …'}</p>}
      </details>
    </section>
  );
}

function Rows({ rows, outcome }: { readonly rows: readonly ValueRow[]; readonly outcome: Outcome }) {
  const id = useId();
  const [query, setQuery] = useState('');
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter(({ path, description }) => {
    const text = `${path.join('.')} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const byName = found.toSorted((one, other) => Number(isNamed(other, words)) - Number(isNamed(one, words)));
  const own = new Set(entriesIn(choices.value.set ?? {}).map(({ path }) => path.join('.')));
  // without a search: what is set, then the engine, which most people look for
  const shown = words.length > 0 ? byName : rows.toSorted((one, other) => rank(one, own) - rank(other, own));
  const sources = sourcesOf(outcome);
  return (
    <>
      <div class="field search">
        <label for={id}>Search by name or text</label>
        <input
          id={id}
          type="search"
          value={query}
          autocomplete="off"
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
        <p class="hint" role="status">
          {found.length === 0
            ? `No value is called “${query}”.`
            : `${Math.min(most, found.length)} of ${rows.length} values. What you set here is in the file as it is.`}
        </p>
      </div>
      <ul class="rows">
        {shown.slice(0, most).map((row) => (
          <ValueField key={row.path.join('.')} row={row} source={sources(row)} />
        ))}
      </ul>
    </>
  );
}

const isNamed = ({ path }: ValueRow, words: readonly string[]): boolean =>
  words.every((word) => path.join('.').toLowerCase().includes(word));

const rank = ({ path }: ValueRow, own: ReadonlySet<string>): number =>
  own.has(path.join('.')) ? 0 : path[0] === 'engine' ? 1 : 2;
