import type { Flag, FlagAlias } from './catalog-types.ts';
import { loadCatalog } from './load-catalog.ts';
import { positionIn } from './position-in.ts';

/** What a flag as it is written stands for. */
export interface ResolvedFlag {
  readonly flag: Flag;
  /** Written as `--no-…`. */
  readonly negated: boolean;
  /** The alias by which it was named. */
  readonly alias?: FlagAlias;
}

const spellings = index();

/** Resolves `--flag`, `--no-flag` or `-alias`, as vLLM's parser does: underscores are dashes, nothing is shortened. */
export function resolveFlag(written: string, version: string): ResolvedFlag | undefined {
  const name = written.startsWith('--') ? written.replaceAll('_', '-') : written;
  const meanings = spellings.get(name);
  if (meanings)
    // -O meant --compilation-config before it meant --optimization-level
    return meanings.find(({ flag, alias }) => positionIn(alias ?? flag, version) === 'inside') ?? meanings[0];
  if (!name.startsWith('--no-')) return undefined;
  const positive = spellings.get(`--${name.slice('--no-'.length)}`)?.[0];
  return positive?.flag.type === 'bool' ? { ...positive, negated: true } : undefined;
}

/** Every spelling that some release knows: names, aliases and `--no-` forms. */
export function spellingsOf(): string[] {
  const negated = [...spellings].flatMap(([name, [first]]) =>
    name.startsWith('--') && first!.flag.negatable ? [`--no-${name.slice(2)}`] : [],
  );
  return [...spellings.keys(), ...negated].sort();
}

function index(): ReadonlyMap<string, readonly ResolvedFlag[]> {
  const flags = loadCatalog().flags.filter(({ positional }) => !positional);
  const byName = new Map(flags.map((flag) => [flag.name, flag]));
  const entries = flags.flatMap((flag): [string, ResolvedFlag][] => [
    [`--${flag.name}`, meaning(flag, byName)],
    ...(flag.aliases ?? []).map((alias): [string, ResolvedFlag] => [alias.name, { flag, negated: false, alias }]),
  ]);
  const map = new Map<string, ResolvedFlag[]>();
  for (const [name, resolved] of entries) map.set(name, [...(map.get(name) ?? []), resolved]);
  return map;
}

/** An entry that is an alias has its own window and everything else from its target. */
function meaning(flag: Flag, byName: ReadonlyMap<string, Flag>): ResolvedFlag {
  const target = flag.aliasOf === undefined ? undefined : byName.get(flag.aliasOf);
  if (!target) return { flag, negated: false };
  const window = { ...(flag.since && { since: flag.since }), ...(flag.removedIn && { removedIn: flag.removedIn }) };
  return { flag: target, negated: false, alias: { name: `--${flag.name}`, ...window } };
}
