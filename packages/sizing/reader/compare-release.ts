import type { Release } from '../src/catalog-types.ts';
import type { Difference } from './merge-flags.ts';

/** Texts for people are not compared. */
const notCompared = ['sources', 'note'];

/** Where a committed entry of a release and a new one differ. */
export function releaseDifferences(committed: Release, fresh: Release): Difference[] {
  const [catalog, source] = [committed, fresh].map((entry) => ({ ...entry }) as Record<string, unknown>);
  for (const key of notCompared) for (const entry of [catalog!, source!]) delete entry[key];
  return differences('', catalog, source);
}

function differences(place: string, catalog: unknown, source: unknown): Difference[] {
  if (isTable(catalog) && isTable(source)) {
    const keys = [...new Set([...Object.keys(catalog), ...Object.keys(source)])];
    return keys.flatMap((key) => differences(place ? `${place}.${key}` : key, catalog[key], source[key]));
  }
  if (JSON.stringify(catalog) === JSON.stringify(source)) return [];
  if (Array.isArray(catalog) && Array.isArray(source)) {
    const [gone, added] = [
      catalog.filter((item) => !source.includes(item)),
      source.filter((item) => !catalog.includes(item)),
    ];
    if (gone.length + added.length > 0)
      return [{ place: `${place} (what only one has)`, catalog: gone, source: added }];
  }
  return [{ place, catalog, source }];
}

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
