import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../src/load-catalog.ts';
import { releases } from '../src/releases.ts';
import { mergeNames, nameDifferences } from './merge-names.ts';

const versions = ['0.1.0', '0.2.0', '0.3.0', '0.4.0'];
const names = {
  read: ['0.1.0', '0.4.0'],
  optionKeys: { speculativeConfig: { model: ['0.1.0'] } },
  optionChoices: {},
  environment: { VLLM_A: ['0.1.0'], VLLM_OLD: ['0.1.0', '0.4.0'] },
  openChoices: { 'load-format': { auto: ['0.1.0'] } },
};
const source = {
  optionKeys: { speculativeConfig: ['method', 'model'] },
  optionChoices: { 'speculativeConfig.method': ['ngram'] },
  environment: ['VLLM_NEW', 'VLLM_A'],
  openChoices: { 'load-format': ['auto'] },
};

describe('mergeNames', () => {
  it('should say since when each name is known and gone, by name', () => {
    expect(mergeNames('0.3.0', names, source, versions)).toEqual({
      read: ['0.1.0', '0.3.0', '0.4.0'],
      optionKeys: { speculativeConfig: { method: ['0.2.0', '0.4.0'], model: ['0.1.0'] } },
      optionChoices: { 'speculativeConfig.method': { ngram: ['0.2.0', '0.4.0'] } },
      // 0.2.0 is not read: it has what the releases around it have
      environment: { VLLM_A: ['0.1.0'], VLLM_NEW: ['0.2.0', '0.4.0'], VLLM_OLD: ['0.1.0', '0.3.0'] },
      openChoices: { 'load-format': { auto: ['0.1.0'] } },
    });
  });

  it('should change nothing where the catalog has the release as it is', () => {
    const { names: known } = loadCatalog();
    const on = (table: Readonly<Record<string, readonly string[]>>, version: string) => {
      const at = (one: string) => releases.findIndex((release) => release.version === one);
      return Object.keys(table).filter(
        (name) => table[name]!.filter((since) => at(since) <= at(version)).length % 2 === 1,
      );
    };
    const version = '0.33.0';
    const each = (tables: typeof known.optionKeys) =>
      Object.fromEntries(Object.entries(tables).map(([path, table]) => [path, on(table, version)]));
    const read = {
      optionKeys: each(known.optionKeys),
      optionChoices: each(known.optionChoices),
      environment: on(known.environment, version),
      openChoices: each(known.openChoices),
    };
    const all = releases.map((release) => release.version);
    expect(nameDifferences(version, known, read)).toEqual([]);
    expect(mergeNames(version, known, read, all)).toEqual(known);
  });
});
