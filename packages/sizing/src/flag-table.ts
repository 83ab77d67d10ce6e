import { isNegatable } from './flags.ts';
import { positionIn } from './position-in.ts';
import { releases } from './releases.ts';
import { resolveFlag, spellingsOf, type ResolvedFlag } from './resolve-flag.ts';
import { takesDottedKeys, valueCount } from './check-value.ts';

/**
 * How many values a spelling takes: `none`, `one`, `optional` (one or none), `many` (one or more), `json` (one, with
 * dotted keys), or `absent` where the release does not know it.
 */
export type FlagArity = 'none' | 'one' | 'optional' | 'many' | 'json' | 'absent';

/** Flag tables as a chart can ask them: by spelling, the flag it means, and its arity from each release on. */
export type FlagTable = Record<string, { flag: string; repeatable?: true; arity: [since: string, arity: FlagArity][] }>;

/** The table of all spellings over all catalogued releases. */
export function flagTable(): FlagTable {
  const table: FlagTable = {};
  for (const spelling of spellingsOf()) {
    for (const { version } of releases) {
      const target = resolveFlag(spelling, version)!;
      const row = (table[spelling] ??= {
        flag: target.flag.name,
        ...(target.flag.repeatable && { repeatable: true as const }),
        arity: [],
      });
      const arity = arityOf(spelling, target, version);
      if (row.arity.at(-1)?.[1] !== arity) row.arity.push([version, arity]);
      if (arity !== 'absent') row.flag = target.flag.name;
    }
  }
  return table;
}

function arityOf(written: string, target: ResolvedFlag, version: string): FlagArity {
  const { flag, alias, negated } = target;
  if (positionIn(flag, version) !== 'inside') return 'absent';
  if (alias && positionIn(alias, version) !== 'inside') return 'absent';
  if (negated && !isNegatable(flag, version)) return 'absent';
  const { least, most } = valueCount({ written, values: [] }, target, version);
  if (most === 0) return 'none';
  if (most > 1) return 'many';
  if (least === 0) return 'optional';
  return flag.type.startsWith('json') && takesDottedKeys(version) ? 'json' : 'one';
}
