import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { Release, ReleaseNames } from '../src/catalog-types.ts';
import { repoRoot } from '@archon/testbed/cache-dir';
import { ToolError } from '@archon/testbed/tool-error';
import type { FlagEntries } from './flag-states.ts';
import { formatEntry } from './format.ts';

/** packages/sizing/catalog/flags.json. */
export interface FlagCatalog {
  $comment: string;
  meta: Record<string, unknown> & { sampledReleases: string[] };
  flags: FlagEntries;
}

const catalog = join(repoRoot, 'packages/sizing/catalog');
export const flagsFile = join(catalog, 'flags.json');
export const namesFile = join(catalog, 'names.json');
export const releaseFile = (version: string): string => join(catalog, 'releases', `${version}.json`);

export function readRelease(version: string): Release | undefined {
  const file = releaseFile(version);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Release) : undefined;
}

export const readFlags = (): FlagCatalog => JSON.parse(readFileSync(flagsFile, 'utf8')) as FlagCatalog;

/** Writes the files of a release, after those with a schema are valid by it. */
export function writeCatalog(release: Release, flags: FlagCatalog, names: ReleaseNames): void {
  const problems = [
    ...schemaProblems('release', release, release.version),
    ...Object.entries(flags.flags).flatMap(([name, flag]) => schemaProblems('flag', flag, `--${name}`)),
  ];
  if (problems.length > 0) throw new ToolError(`Not written, the schemas refuse it:\n${problems.join('\n')}`);
  const files = [
    [releaseFile(release.version), formatEntry(release)],
    [flagsFile, formatFlags(flags)],
    [namesFile, formatNames(names)],
  ] as const;
  for (const [file, text] of files) writeFileSync(`${file}.new`, text);
  for (const [file] of files) renameSync(`${file}.new`, file);
}

/** flags.json with one line per flag, sorted. */
export function formatFlags({ $comment, meta, flags }: FlagCatalog): string {
  const rows = (table: object) =>
    Object.entries(table)
      .map(([key, value]) => `    ${JSON.stringify(key)}: ${spaced(value)}`)
      .join(',\n');
  const sorted = Object.fromEntries(
    Object.keys(flags)
      .sort()
      .map((name) => [name, flags[name]]),
  );
  return `{\n  "$comment": ${spaced($comment)},\n  "meta": {\n${rows(meta)}\n  },\n  "flags": {\n${rows(sorted)}\n  }\n}\n`;
}

/** names.json with one line per name. */
export function formatNames({ read, optionKeys, optionChoices, environment, openChoices }: ReleaseNames): string {
  const rows = (table: object, indent: string) =>
    Object.entries(table)
      .map(([name, changes]) => `${indent}${JSON.stringify(name)}: ${spaced(changes)}`)
      .join(',\n');
  const table = (name: string, names: object) => `  "${name}": {\n${rows(names, '    ')}\n  }`;
  const tables = (name: string, byPath: Readonly<Record<string, object>>) => {
    const all = Object.entries(byPath).map(([path, names]) => `    "${path}": {\n${rows(names, '      ')}\n    }`);
    return `  "${name}": {\n${all.join(',\n')}\n  }`;
  };
  const parts = [
    `  "read": ${spaced(read)}`,
    tables('optionKeys', optionKeys),
    tables('optionChoices', optionChoices),
    table('environment', environment),
    tables('openChoices', openChoices),
  ];
  return `{\n${parts.join(',\n')}\n}\n`;
}

/** JSON on one line, with a space after each comma and colon. */
function spaced(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`)
    .join(', ')}}`;
}

const ajv = new Ajv({ strict: true, allErrors: true });

function schemaProblems(schema: 'release' | 'flag', entry: unknown, title: string): string[] {
  const id = `${schema}.schema.json`;
  const validate = ajv.getSchema(id) ?? ajv.addSchema(readSchema(id), id).getSchema(id)!;
  return validate(entry) ? [] : validate.errors!.map((e) => `${title}${e.instancePath} ${e.message}`);
}

const readSchema = (id: string): object => JSON.parse(readFileSync(join(catalog, 'schemas', id), 'utf8')) as object;
