import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Badge } from './badge.tsx';
import type { Verdict } from '@archon/advice/outcome';

/** An entry of a list to pick from. */
export interface Option {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  /** What else finds it. */
  readonly search: string;
  readonly verdict?: Verdict | undefined;
}

interface Properties {
  readonly label: string;
  readonly placeholder: string;
  /** Asked for only while the list is open: its verdicts take time. */
  readonly options: () => readonly Option[];
  readonly chosen: Option | undefined;
  readonly onChoose: (id: string | undefined) => void;
  /** Enter on what the list does not have; `unknown` says what it does. */
  readonly onUnknown?: (query: string) => void;
  readonly unknown?: string;
}

/** A field with a list that typing narrows, by the combobox pattern of ARIA. */
export function Combobox({ label, placeholder, options, chosen, onChoose, onUnknown, unknown }: Properties) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState<string>();
  const [active, setActive] = useState(0);
  const open = query !== undefined;
  const found = open ? matching(options(), query) : [];
  const current = found[Math.min(active, found.length - 1)];

  useEffect(() => {
    if (open) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [open, active]);

  const close = (): void => setQuery(undefined);
  const take = (option: Option | undefined): void => {
    close();
    if (option) onChoose(option.id);
  };
  const show = (text: string): void => {
    setQuery(text);
    setActive(
      text === ''
        ? Math.max(
            0,
            options().findIndex((one) => one.id === chosen?.id),
          )
        : 0,
    );
  };
  const step = (by: number): void => {
    if (!open) return show('');
    const next = Math.max(0, Math.min(found.length - 1, active + by));
    setActive(next);
  };
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = steps[event.key];
    if (by !== undefined) step(by);
    else if (event.key === 'Enter' && open && !current && query !== '' && onUnknown) {
      close();
      onUnknown(query);
    } else if (event.key === 'Enter' && open) take(current);
    else if (event.key === 'Escape' && open) close();
    else return;
    event.preventDefault();
  };

  return (
    <div class="field combobox">
      <label for={id}>{label}</label>
      <div class="control">
        <input
          ref={input}
          id={id}
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={open && current ? `${id}-${found.indexOf(current)}` : undefined}
          aria-describedby={chosen ? `${id}-about` : undefined}
          placeholder={placeholder}
          value={query ?? chosen?.name ?? ''}
          onFocus={() => input.current?.select()}
          onClick={() => !open && show('')}
          onInput={(event) => show(event.currentTarget.value)}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        {chosen && (
          <button
            type="button"
            class="quiet clear"
            aria-label={`Clear: ${chosen.name}`}
            onClick={() => onChoose(undefined)}
          >
            ✕
          </button>
        )}
      </div>
      {chosen && (
        <p class="about" id={`${id}-about`}>
          {chosen.about}
        </p>
      )}
      <ul id={`${id}-list`} role="listbox" aria-label={`${label}: what there is`} hidden={!open || found.length === 0}>
        {found.map((option, index) => (
          <li
            key={option.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={option === current}
            // the field keeps the focus
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(option)}
          >
            <span class="name">{option.name}</span>
            {option.verdict && <Badge verdict={option.verdict} />}
            <span class="about">{option.about}</span>
          </li>
        ))}
      </ul>
      {open && found.length === 0 && (
        <p class="problem">
          Nothing here is called “{query}”. {unknown}
        </p>
      )}
    </div>
  );
}

/** Entries that have every word, those whose name begins with the first one before others. */
function matching(options: readonly Option[], query: string): Option[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = options.filter(({ search }) => words.every((word) => search.includes(word)));
  const [first = ''] = words;
  const begins = ({ name }: Option): number => Number(!name.toLowerCase().startsWith(first));
  return words.length === 0 ? found : found.toSorted((a, b) => begins(a) - begins(b));
}
