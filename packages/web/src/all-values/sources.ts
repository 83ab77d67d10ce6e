import { chosenValues } from '@archon/advice/chosen-values';
import type { Outcome } from '@archon/advice/outcome';
import { entriesOf, type Entry } from '@archon/advice/values-text';
import { valueAt } from '@archon/values/value-at';
import type { ValueRow } from '../more/value-rows.ts';
import { choices } from '../state.ts';

/** Whose a value is, and what it is. */
export interface Source {
  readonly whose: 'yours' | 'chosen for you' | 'preset' | 'default' | 'not set';
  readonly value?: unknown;
  /** Why the planner chose it, or the name of the preset. */
  readonly why?: string;
}

/** The source of each value in the file of an outcome. */
export function sourcesOf({ selection, request }: Outcome): (row: ValueRow) => Source {
  const own = chosenValues(choices.value);
  const chosen = new Map<string, Entry>(
    selection ? entriesOf(selection, request).map((entry) => [entry.path.join('.'), entry]) : [],
  );
  const preset = selection?.preset;
  return ({ path, standard }) => {
    const mine = valueAt(own, path);
    if (mine !== undefined) return { whose: 'yours', value: mine };
    const entry = chosen.get(path.join('.'));
    if (entry)
      return { whose: 'chosen for you', value: entry.value, ...(entry.why !== undefined && { why: entry.why }) };
    const given = preset && (valueAt(preset.hardware, path) ?? valueAt(preset.model, path));
    if (preset && given !== undefined) return { whose: 'preset', value: given, why: preset.name };
    return standard === undefined ? { whose: 'not set' } : { whose: 'default', value: standard };
  };
}
