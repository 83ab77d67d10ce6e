import { readFileSync, readdirSync } from 'node:fs';
import { refuse, type Problem } from '@archon/values/problem';
import type { Flag, Gpu, Model, Release, ReleaseNames } from './catalog-types.ts';
import { readEntry, type EntrySchema } from './check-entry.ts';

export interface Catalog {
  readonly releases: readonly Release[];
  readonly flags: readonly Flag[];
  readonly models: readonly Model[];
  readonly gpus: readonly Gpu[];
  readonly names: ReleaseNames;
}

const folder = new URL('../catalog/', import.meta.url);
const schemas = new URL('../catalog/schemas/', import.meta.url);
let loaded: Catalog | undefined;

/** The whole catalog, read once and frozen. Each file is checked closed; all problems are thrown together. */
export function loadCatalog(): Catalog {
  return (loaded ??= readCatalog(folder));
}

/** Reads a catalog folder. */
function readCatalog(from: URL): Catalog {
  const problems: Problem[] = [];
  const catalog = {
    releases: readFolder<Release>(from, 'releases/', schemaOf('release'), problems),
    flags: readFlags(from, problems),
    models: readFolder<Model>(from, 'models/', schemaOf('model'), problems),
    gpus: readFolder<Gpu>(from, 'gpus/', schemaOf('gpu'), problems),
    names: readNames(from, problems),
  };
  refuse(problems);
  return freeze(catalog);
}

function readFolder<T>(from: URL, name: string, schema: EntrySchema, problems: Problem[]): T[] {
  const directory = new URL(name, from);
  const files = readdirSync(directory).filter((file) => file.endsWith('.json'));
  // readdir gives no order that holds on every file system; without the suffix a name comes before its extensions
  const names = files.map((file) => file.slice(0, -'.json'.length)).sort();
  return names.map((entry) => {
    const file = new URL(`${encodeURIComponent(entry)}.json`, directory);
    return readEntry(shown(`${name}${entry}.json`), readFileSync(file, 'utf8'), schema, problems) as T;
  });
}

function readFlags(from: URL, problems: Problem[]): Flag[] {
  const flag = schemaOf('flag');
  const schema: EntrySchema = {
    type: 'object',
    additionalProperties: false,
    required: ['meta', 'flags'],
    properties: {
      $comment: { type: 'string' },
      meta: { type: 'object' },
      flags: { type: 'object', additionalProperties: flag },
    },
    ...(flag.definitions && { definitions: flag.definitions }),
  };
  const text = readFileSync(new URL('flags.json', from), 'utf8');
  const read = readEntry(shown('flags.json'), text, schema, problems);
  const { flags = {} } = (read ?? {}) as { flags?: Record<string, Omit<Flag, 'name'>> };
  return Object.entries(flags).map(([name, entry]) => ({ name, ...entry }));
}

function readNames(from: URL, problems: Problem[]): ReleaseNames {
  const texts = { type: 'array', items: { type: 'string' } };
  const table = { type: 'object', additionalProperties: texts };
  const schema: EntrySchema = {
    type: 'object',
    additionalProperties: false,
    required: ['read', 'optionKeys', 'optionChoices', 'environment', 'openChoices'],
    properties: {
      read: texts,
      optionKeys: { type: 'object', additionalProperties: table },
      optionChoices: { type: 'object', additionalProperties: table },
      environment: table,
      openChoices: { type: 'object', additionalProperties: table },
    },
  };
  const text = readFileSync(new URL('names.json', from), 'utf8');
  return readEntry(shown('names.json'), text, schema, problems) as ReleaseNames;
}

const shown = (file: string): string => `packages/sizing/catalog/${file}`;

function schemaOf(name: string): EntrySchema {
  return JSON.parse(readFileSync(new URL(`${name}.schema.json`, schemas), 'utf8')) as EntrySchema;
}

function freeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) freeze(part);
  return Object.freeze(value);
}
