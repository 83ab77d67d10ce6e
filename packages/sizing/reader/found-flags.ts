import type { FlagType } from '../src/catalog-types.ts';
import type { FlagEntries, FlagEntry, FlagState } from './flag-states.ts';
import type { SourceFlag } from './read-source.ts';

const boolActions = ['BooleanOptionalAction', 'store_true', 'store_false', 'StoreBoolean', 'version'];

/** A flag of one release. */
export interface FoundFlag extends FlagState {
  /** There are choices, but they are only known by running the code. */
  unknownChoices?: true;
  /** What an entry says for all releases. */
  traits: Pick<FlagEntry, 'repeatable' | 'valueOptional' | 'positional'>;
}

/** The flags of a release by name. An alias with its own entry in the catalog is listed next to its flag. */
export function foundFlags(flags: SourceFlag[], entries: FlagEntries): Map<string, FoundFlag> {
  const found = new Map<string, FoundFlag>();
  for (const flag of flags) {
    const long = flag.flags.filter((name) => !name.startsWith('--no-'));
    const written = long.find((name) => name.startsWith('--')) ?? long[0];
    if (written === undefined) continue;
    const others = long.filter((name) => name !== written);
    const ownEntry = others.filter((name) => entries[nameOf(name)]?.aliasOf === nameOf(written));
    const state = stateOf(
      flag,
      others.filter((name) => !ownEntry.includes(name)),
    );
    found.set(nameOf(written), state);
    for (const alias of ownEntry) found.set(nameOf(alias), { ...state, aliases: [] });
  }
  return found;
}

const nameOf = (written: string): string => written.replace(/^--?/, '');

function stateOf(flag: SourceFlag, aliases: string[]): FoundFlag {
  const choices = Array.isArray(flag.choices)
    ? [...new Set(flag.choices.filter((choice) => choice !== null && choice !== 'None').map(String))]
    : undefined;
  return {
    type: typeOf(flag),
    aliases,
    negatable: flag.action === 'BooleanOptionalAction',
    takesValue: flag.action === 'StoreBoolean' || (flag.type === 'bool' && !boolActions.includes(flag.action ?? '')),
    ...(choices && choices.length > 0 && { choices }),
    ...(typeof flag.choices === 'string' && { unknownChoices: true }),
    default: defaultOf(flag),
    traits: traitsOf(flag),
  };
}

function typeOf({ action = '', type = 'str', nargs, choices }: SourceFlag): FlagType {
  if (boolActions.includes(action) || type === 'bool') return 'bool';
  if (nargs === '+' || nargs === '*' || typeof nargs === 'number' || action === 'append') return 'list';
  if (type === 'json|str') return 'json|string';
  if (type.startsWith('json') || type === 'loads') return 'json';
  if (choices !== undefined) return 'enum';
  if (/int/.test(type)) return 'int';
  return type === 'float' ? 'float' : 'string';
}

function traitsOf({ flags, action, nargs }: SourceFlag): FoundFlag['traits'] {
  if (!flags[0]!.startsWith('-')) return { positional: true };
  return {
    ...(action === 'append' && { repeatable: true }),
    ...(nargs === '?' && { valueOptional: true }),
  };
}

/** argparse.SUPPRESS leaves the default to the configuration class, as None does. */
function defaultOf({ default: value, defaultText }: SourceFlag): FlagState['default'] {
  if (defaultText !== undefined) return defaultText.endsWith('SUPPRESS') ? undefined : { expression: defaultText };
  return value === undefined ? undefined : { value };
}
