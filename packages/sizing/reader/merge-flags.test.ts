import { readFileSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { type FlagCatalog, flagsFile, formatFlags, readFlags, releaseFile } from './catalog-files.ts';
import { explained } from './explained.ts';
import { entryOf, type FlagEntry, statesOf } from './flag-states.ts';
import { formatEntry } from './format.ts';
import { flagDifferences, mergeFlags } from './merge-flags.ts';
import { explainFailure } from './sdist.ts';
import type { SourceFlag } from './read-source.ts';

describe('the committed catalog', () => {
  const catalog = readFlags();
  const { sampledReleases } = catalog.meta;

  it.each(Object.entries(catalog.flags))('should describe the states of --%s by ranges of releases', (_, entry) => {
    expect(entryOf(statesOf(entry, sampledReleases), sampledReleases, entry)).toEqual(entry);
  });

  it('should be formatted as the tool writes it', () => {
    expect(formatFlags(catalog)).toBe(readFileSync(flagsFile, 'utf8'));
    for (const file of readdirSync(dirname(releaseFile('0.0.0')))) {
      const text = readFileSync(releaseFile(file.replace('.json', '')), 'utf8');
      expect(formatEntry(JSON.parse(text))).toBe(text);
    }
  });

  it('should have the flags and releases that are explained', () => {
    expect(explained.filter(({ flag }) => !catalog.flags[flag])).toEqual([]);
    for (const { releases = '*' } of explained)
      expect(sampledReleases.some((version) => semver.satisfies(version, releases))).toBe(true);
  });
});

describe('mergeFlags', () => {
  const catalogOf = (flags: Record<string, FlagEntry>): FlagCatalog => ({
    $comment: '',
    meta: { sampledReleases: ['0.1.0', '0.3.0'] },
    flags,
  });
  const merged = (version: string, entry: FlagEntry | undefined, flag: Partial<SourceFlag> | undefined) =>
    mergeFlags(version, catalogOf(entry ? { a: entry } : {}), flag ? [{ flags: ['--a'], ...flag }] : []).flags.a;

  it.each<[string, string, FlagEntry | undefined, Partial<SourceFlag> | undefined, FlagEntry | undefined]>([
    ['nothing new', '0.4.0', { type: 'int' }, { type: 'int' }, { type: 'int' }],
    [
      'a new flag',
      '0.4.0',
      undefined,
      { type: 'int', default: 1 },
      { type: 'int', since: '0.4.0', defaults: [{ from: '0.4.0', value: 1 }] },
    ],
    [
      'a flag that is gone',
      '0.4.0',
      { type: 'int', note: 'n' },
      undefined,
      { type: 'int', removedIn: '0.4.0', note: 'n' },
    ],
    [
      'a flag that is older than thought',
      '0.2.0',
      { type: 'int', since: '0.3.0' },
      { type: 'int' },
      { type: 'int', since: '0.2.0' },
    ],
    [
      'a flag that stays longer',
      '0.4.0',
      { type: 'int', removedIn: '0.3.0' },
      undefined,
      { type: 'int', removedIn: '0.3.0' },
    ],
    ['another type', '0.4.0', { type: 'int' }, { type: 'float' }, { type: 'float' }],
    ['an older type, which no longer applies', '0.2.0', { type: 'int' }, { type: 'float' }, { type: 'int' }],
    [
      'another default',
      '0.4.0',
      { type: 'int', defaults: [{ from: '0.1.0', value: 1 }] },
      { type: 'int', default: 2 },
      {
        type: 'int',
        defaults: [
          { from: '0.1.0', value: 1 },
          { from: '0.4.0', value: 2 },
        ],
      },
    ],
    [
      'no default any more',
      '0.4.0',
      { type: 'int', defaults: [{ from: '0.1.0', value: 1 }] },
      { type: 'int' },
      { type: 'int', defaults: [{ from: '0.1.0', value: 1 }, { from: '0.4.0' }] },
    ],
    [
      'choices in another order, which are the same',
      '0.4.0',
      { type: 'enum', choices: [{ from: '0.1.0', values: ['x', 'y'] }] },
      { choices: ['y', 'x', null] },
      { type: 'enum', choices: [{ from: '0.1.0', values: ['x', 'y'] }] },
    ],
    [
      'choices that only running would show',
      '0.4.0',
      { type: 'enum', choices: [{ from: '0.1.0', values: ['x'] }] },
      { choices: 'here()' },
      { type: 'enum', choices: [{ from: '0.1.0', values: ['x'] }] },
    ],
    [
      'a negation and an alias',
      '0.4.0',
      { type: 'bool', aliases: [{ name: '-b' }] },
      { flags: ['--a', '-c'], action: 'BooleanOptionalAction', default: true },
      {
        type: 'bool',
        aliases: [
          { name: '-b', removedIn: '0.4.0' },
          { name: '-c', since: '0.4.0' },
        ],
        negatable: true,
        negatableSince: '0.4.0',
        defaults: [{ from: '0.4.0', value: true }],
      },
    ],
    [
      'a value for a bool',
      '0.4.0',
      { type: 'bool' },
      { type: 'bool' },
      { type: 'bool', takesValue: [{ from: '0.4.0' }] },
    ],
    [
      'a default that is not a literal',
      '0.4.0',
      undefined,
      { type: 'json:C', defaultText: 'C()' },
      { type: 'json', since: '0.4.0', defaults: [{ from: '0.4.0', expression: 'C()' }] },
    ],
    [
      'what people wrote of its choices',
      '0.4.0',
      { type: 'enum', choicesFolded: true, choices: [{ from: '0.1.0', values: ['a'] }] },
      { choices: ['a', 'b'] },
      {
        type: 'enum',
        choicesFolded: true,
        choices: [
          { from: '0.1.0', values: ['a'] },
          { from: '0.4.0', values: ['a', 'b'] },
        ],
      },
    ],
    ['a repeatable list', '0.4.0', undefined, { action: 'append' }, { type: 'list', since: '0.4.0', repeatable: true }],
  ])('should write %s', (_, version, entry, flag, expected) => {
    expect(merged(version, entry, flag)).toEqual(expected);
  });

  it('should keep an explained property, and pass it on to a new release', () => {
    const level: FlagEntry = {
      type: 'enum',
      aliases: [{ name: '-O' }],
      choices: [{ from: '0.1.0', values: ['0', '2'] }],
    };
    const source = [{ flags: ['--optimization-level'], type: 'str' }];
    const catalog = catalogOf({ 'optimization-level': level });
    expect(mergeFlags('0.4.0', catalog, source).flags['optimization-level']).toEqual(level);
    expect(flagDifferences('0.3.0', catalog, source).map(({ place, reason }) => [place, reason !== undefined])).toEqual(
      [
        ['--optimization-level type', true],
        ['--optimization-level aliases', true],
        ['--optimization-level choices', true],
      ],
    );
  });

  it('should keep an explained property in a release between those of the catalog', () => {
    const traces: FlagEntry = { type: 'list', choices: [{ from: '0.9.0', values: ['model', 'all', 'model,all'] }] };
    const before = catalogOf({ 'collect-detailed-traces': traces });
    const catalog = { ...before, meta: { ...before.meta, sampledReleases: ['0.9.0', '0.30.0'] } };
    const source = [{ flags: ['--collect-detailed-traces'], nargs: '+', choices: ['model', 'all'] }];
    const choices = (version: string) =>
      mergeFlags(version, catalog, source).flags['collect-detailed-traces']!.choices!.map(({ from }) => from);
    expect(choices('0.27.0')).toEqual(['0.9.0']);
    expect(choices('0.31.0')).toEqual(['0.9.0', '0.31.0']);
  });

  it('should keep an alias with its own entry', () => {
    const catalog = catalogOf({ a: { type: 'int' }, b: { type: 'int', aliasOf: 'a' } });
    const { flags } = mergeFlags('0.4.0', catalog, [{ flags: ['--a', '--b'], type: 'int' }]);
    expect(flags).toEqual(catalog.flags);
  });
});

describe('explainFailure', () => {
  const missing = 'ERROR: No matching distribution found for vllm==0.3.9';
  it.each([
    ['0.33.9', missing, ['0.34.0', '0.33.0', '0.33.1', '0.4.0'], 'the nearest are 0.33.1, 0.33.0, 0.34.0.'],
    ['0.15.1', missing, ['0.15.1'], 'only wheels'],
    ['0.15.1', missing, [], 'is there a network connection?'],
    ['0.15.1', '/usr/bin/python3: No module named pip', [], 'Python has no pip'],
    ['0.15.1', 'ERROR: disk full\n', [], 'pip cannot download vLLM 0.15.1: ERROR: disk full'],
  ])('should report %s', (version, output, known, message) => {
    expect(explainFailure(version, output, () => known)).toContain(message);
  });
});
