import { flagNames, flagsOn, hasName, type ReleaseFlag } from './flags.ts';
import { releases } from './releases.ts';

/**
 * How many values a flag takes: `none`, `one`, `optional` (one or none), `many` (one or more), `json` (one, with
 * dotted keys), or `absent` where the release does not know it.
 */
export type FlagArity = 'none' | 'one' | 'optional' | 'many' | 'json' | 'absent';

/** Flag tables as a chart can ask them: by name, alias or `--no-` form, the flag it means, and its arity from each release on. */
export type FlagTable = Record<string, { flag: string; repeatable?: true; arity: [since: string, arity: FlagArity][] }>;

/** The table of all names over all releases of the catalog. */
export function flagTable(): FlagTable {
  const table: FlagTable = {};
  for (const name of flagNames()) {
    for (const { version } of releases) {
      const target = flagsOn(version).get(name)!;
      const row = (table[name] ??= {
        flag: target.flag.name,
        ...(target.flag.repeatable && { repeatable: true as const }),
        arity: [],
      });
      const arity = arityOf(target);
      if (row.arity.at(-1)?.[1] !== arity) row.arity.push([version, arity]);
      if (arity !== 'absent') row.flag = target.flag.name;
    }
  }
  return table;
}

function arityOf(target: ReleaseFlag): FlagArity {
  if (!hasName(target)) return 'absent';
  const { least, most } = target.values;
  if (most === 0) return 'none';
  if (most > 1) return 'many';
  if (least === 0) return 'optional';
  return target.dottedKeys ? 'json' : 'one';
}
