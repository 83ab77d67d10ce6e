import { readFileSync, readdirSync } from 'node:fs';
import type { Flag, Gpu, Model, Release } from './catalog-types.ts';

export interface Catalog {
  readonly releases: readonly Release[];
  readonly flags: readonly Flag[];
  readonly models: readonly Model[];
  readonly gpus: readonly Gpu[];
}

const folder = new URL('../catalog/', import.meta.url);
let loaded: Catalog | undefined;

/** The whole catalog, read once and frozen. Its files are trusted: the tests hold them to their schemas. */
export function loadCatalog(): Catalog {
  return (loaded ??= freeze({
    releases: readFolder<Release>('releases/'),
    flags: readFlags(),
    models: readFolder<Model>('models/'),
    gpus: readFolder<Gpu>('gpus/'),
  }));
}

function readFolder<T>(name: string): T[] {
  const directory = new URL(name, folder);
  const files = readdirSync(directory).filter((file) => file.endsWith('.json'));
  // readdir gives no order that holds on every file system; without the suffix a name stands before its extensions
  const names = files.map((file) => file.slice(0, -'.json'.length)).sort();
  return names.map((entry) => readJson(new URL(`${encodeURIComponent(entry)}.json`, directory)) as T);
}

function readFlags(): Flag[] {
  const { flags } = readJson(new URL('flags.json', folder)) as { flags: Record<string, Omit<Flag, 'name'>> };
  return Object.entries(flags).map(([name, flag]) => ({ name, ...flag }));
}

function readJson(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function freeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) freeze(part);
  return Object.freeze(value);
}
