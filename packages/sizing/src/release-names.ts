import { readFileSync } from 'node:fs';
import { refuse, type Problem } from '@archon/values/problem';
import { readEntry } from './check-entry.ts';
import type { ChoiceAvailability } from './choices.ts';

/** packages/sizing/catalog/names.json: what the sources of each release declare, written by `npm run catalog:release`. */
export interface ReleaseNames {
  /** The releases whose sources were read. */
  readonly read: readonly string[];
  /** The keys of JSON options, by the path below `engine`: `compilationConfig.pass_config`. */
  readonly optionKeys: Readonly<Record<string, ChoiceAvailability>>;
  /** The environment variables of vLLM's own. */
  readonly environment: ChoiceAvailability;
}

const texts = { type: 'array', items: { type: 'string' } };
const table = { type: 'object', additionalProperties: texts };
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['read', 'optionKeys', 'environment'],
  properties: {
    read: texts,
    optionKeys: { type: 'object', additionalProperties: table },
    environment: table,
  },
};

const file = new URL('../catalog/names.json', import.meta.url);
let loaded: ReleaseNames | undefined;

/** The names of all releases, read when first asked for. */
export function releaseNames(): ReleaseNames {
  if (loaded) return loaded;
  const problems: Problem[] = [];
  const read = readEntry('packages/sizing/catalog/names.json', readFileSync(file, 'utf8'), schema, problems);
  refuse(problems);
  return (loaded = read as ReleaseNames);
}
