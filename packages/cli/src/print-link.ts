import { isRecord } from '@archon/values';
import { ArchonError } from '@archon/values/problem';
import { engineLeft, pageLink, type LinkedQuestion } from './page-link.ts';
import type { PlanOptions } from './read-request.ts';
import { parseSet } from './set-values.ts';
import { userValues } from './values-in-plan.ts';

/** The flags that a link follows from, as typed. */
type LinkedOptions = Pick<PlanOptions, 'values' | 'set' | 'usedGib' | 'warm' | 'json' | 'link'> & {
  readonly fromCluster?: boolean;
};

/** Prints the link to a question instead of an answer. */
export function printLink(question: LinkedQuestion, options: LinkedOptions): void {
  if (options.json)
    throw new ArchonError([{ path: '--json', message: 'A link is not JSON: leave out --json or --link.' }]);
  const link = pageLink(question, options.link);
  leftOut(question, options);
  console.log(link);
}

/** Says on stderr what was asked and is not in the link. */
export function leftOut(question: LinkedQuestion, flags: LinkedOptions): void {
  const { user } = userValues(flags.values ?? [], parseSet(flags.set ?? []));
  const left = [
    ...(flags.usedGib === undefined ? [] : ['--used-gib']),
    ...(flags.warm ? ['--warm'] : []),
    ...(flags.fromCluster ? ['what --from-cluster reads besides the GPU and its driver'] : []),
    ...leftKeys(user),
    ...engineLeft(question).map((key) => `engine.${key}`),
  ];
  if (left.length > 0) console.error(`warning  Not in the link: ${left.join(', ')}.`);
}

/** Keys of the values that are read for a link. `engine` is looked at by itself. */
const carried: Readonly<Record<string, readonly string[] | true>> = {
  preset: true,
  engine: true,
  gpu: ['product', 'count', 'resourceName'],
  model: ['id'],
  image: ['tag', 'release'],
};

/** Keys of the values that a link has no place for; a map of which it has nothing is one key. */
function leftKeys(user: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(user).flatMap(([key, value]) => {
    const has = Object.hasOwn(carried, key) ? carried[key]! : [];
    if (has === true) return [];
    if (has.length === 0 || !isRecord(value)) return [key];
    return Object.keys(value).flatMap((below) => (has.includes(below) ? [] : [`${key}.${below}`]));
  });
}
