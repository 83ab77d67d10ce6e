import { readFileSync, readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { oppositeOf } from '@archon/values/nearest';
import { loadCatalog } from './load-catalog.ts';

const schemas = new URL('../catalog/schemas/', import.meta.url);
const catalog = new URL('../catalog/', import.meta.url);
const ajv = new Ajv({ strict: true, allErrors: true });

function validator(name: string) {
  const validate = ajv.compile(readJson(new URL(`${name}.schema.json`, schemas)) as object);
  return (entry: unknown) => (validate(entry) ? [] : validate.errors!.map((e) => `${e.instancePath} ${e.message}`));
}

function readJson(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

const flagFile = readFileSync(new URL('flags.json', catalog), 'utf8');
const flagCatalog = JSON.parse(flagFile) as {
  meta: Record<string, unknown> & { sampledReleases: string[] };
  flags: Record<string, Record<string, unknown>>;
};

describe.each([
  ['releases', 'release', (entry: Record<string, unknown>) => entry.version],
  ['models', 'model', (entry: Record<string, unknown>) => String(entry.id).replace('/', '--')],
  ['gpus', 'gpu', (entry: Record<string, unknown>) => entry.id],
] as const)('catalog/%s', (folder, schema, name) => {
  const problems = validator(schema);
  const files = readdirSync(new URL(`${folder}/`, catalog));

  it.each(files)('should hold a valid entry in %s, named for it', (file) => {
    const entry = readJson(new URL(`${folder}/${file}`, catalog)) as Record<string, unknown>;
    expect(problems(entry)).toEqual([]);
    expect(file).toBe(`${name(entry)}.json`);
  });
});

describe('catalog/flags.json', () => {
  const { meta, flags } = flagCatalog;
  const problems = validator('flag');

  it('should hold valid entries', () => {
    expect(Object.entries(flags).flatMap(([name, flag]) => problems(flag).map((p) => `${name}${p}`))).toEqual([]);
  });

  it('should name only sampled releases, and sample every release of the catalog', () => {
    const named = Object.values(flags).flatMap((flag) => JSON.stringify(flag).match(/(?<=")\d+\.\d+\.\d+(?=")/g) ?? []);
    expect(named.filter((version) => !meta.sampledReleases.includes(version))).toEqual([]);
    expect([...meta.sampledReleases].sort()).toEqual(loadCatalog().releases.map(({ version }) => version));
  });

  it('should name only flags that it has', () => {
    const named = Object.values(flags).flatMap(({ replacedBy, aliasOf }) => [replacedBy, aliasOf]);
    const names = named.flatMap((name) => (name === undefined ? [] : String(name).replace(/[.=].*/, '')));
    const isFlag = (name: string) => name in flags || flags[name.replace(/^no-/, '')]?.negatable === true;
    expect(names.filter((name) => !isFlag(name))).toEqual([]);
  });

  it('should never replace a flag by its opposite', () => {
    const replaced = Object.entries(flags).flatMap(([name, { replacedBy }]) =>
      typeof replacedBy === 'string' && !replacedBy.includes('=') ? [[name, replacedBy] as const] : [],
    );
    expect(replaced.length).toBeGreaterThan(20);
    expect(replaced.filter(([name, other]) => oppositeOf(name, [other]) !== undefined)).toEqual([]);
  });

  it('should have one flag a line, sorted', () => {
    const lines = flagFile.split('\n').filter((line) => /^ {4}"[^"]+": \{/.test(line));
    expect(lines.map((line) => line.split('"')[1])).toEqual(Object.keys(flags).sort());
  });

  it('should say what its versions mean', () => {
    expect(Object.keys(meta)).toEqual(['since', 'removedIn', 'sampledReleases', 'checkedAgainst', 'source']);
  });
});

describe('loadCatalog', () => {
  it('should read everything once, frozen', () => {
    const { releases, flags, models, gpus } = loadCatalog();
    const files = ['releases', 'models', 'gpus'].map((folder) => readdirSync(new URL(`${folder}/`, catalog)).length);
    expect([releases.length, models.length, gpus.length]).toEqual(files);
    expect(flags.length).toBe(Object.keys(flagCatalog.flags).length);
    expect(loadCatalog()).toBe(loadCatalog());
    expect(Object.isFrozen(gpus[0]!.memory)).toBe(true);
  });
});
