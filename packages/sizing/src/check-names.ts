import { alike } from './alike.ts';
import type { Availability } from './catalog-types.ts';
import { availableOn } from './choices.ts';
import { loadCatalog } from './load-catalog.ts';
import { placeOf } from './releases.ts';
import { variableSuccessors } from './variable-successors.ts';

type Values = Record<string, unknown>;

/** Keys of JSON options, and choices of such keys, that a release of the catalog does not know, as sentences. */
export function checkOptionKeys(engine: Values, release: string): string[] {
  if (placeOf(release) === undefined) return [];
  const { optionKeys, optionChoices } = loadCatalog().names;
  const ofKeys = Object.entries(optionKeys).flatMap(([path, table]) => {
    const value = valueOf(engine, path);
    if (!isMap(value)) return [];
    // Where a release has none, the option itself is what it does not know, or a map in it
    const known = availableOn(table, release);
    if (known.length === 0 && !path.includes('.')) return [];
    return Object.keys(value)
      .sort()
      .flatMap((key) => nameProblem(`engine.${path}`, key, table, known, release));
  });
  const ofChoices = Object.entries(optionChoices).flatMap(([path, table]) => {
    const value = valueOf(engine, path);
    const known = availableOn(table, release);
    // Where a release has none, it takes any text, or does not know the key
    if (typeof value !== 'string' || known.length === 0) return [];
    return nameProblem(`engine.${path}`, value, table, known, release);
  });
  return [...ofKeys, ...ofChoices];
}

const valueOf = (engine: Values, path: string): unknown =>
  path.split('.').reduce<unknown>((map, key) => (isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined), engine);

/** Environment variables of vLLM's own that a release of the catalog does not read, as sentences. */
export function checkVariables(variables: readonly string[], release: string): string[] {
  if (placeOf(release) === undefined) return [];
  const own = [...new Set(variables)].filter((name) => name.startsWith('VLLM_')).sort();
  if (own.length === 0) return [];
  const table = loadCatalog().names.environment;
  const known = availableOn(table, release);
  return own.flatMap((name) => nameProblem('extraEnv', name, table, known, release));
}

/** Why a release does not know a name, and what to write instead; none where it does. */
function nameProblem(
  place: string,
  name: string,
  table: Availability,
  known: readonly string[],
  release: string,
): string[] {
  if (known.includes(name)) return [];
  const changes = Object.hasOwn(table, name) ? table[name]! : [];
  const gone = changes.findLast((since) => placeOf(since)! <= placeOf(release)!);
  if (gone !== undefined) {
    const successor = Object.hasOwn(variableSuccessors, name) ? `set ${variableSuccessors[name]} instead` : 'remove it';
    return [`${place}: ${name} is gone since vLLM ${gone}, and the release is ${release}: ${successor}.`];
  }
  if (changes[0] !== undefined)
    return [
      `${place}: ${name} is known from vLLM ${changes[0]} on, and the release is ${release}: remove it, or take a newer image.`,
    ];
  const near = alike(name, known);
  const all = known.length > 0 && known.length <= 60 ? `It knows ${known.join(', ')}.` : 'Remove it.';
  const advice = near ? `Did you mean ${near}?` : all;
  return [`${place}: vLLM ${release} does not know ${name}. ${advice}`];
}

const isMap = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);
