import { checkOptionKeys, flagOfKey, loadCatalog } from '@archon/sizing';
import { resolveRef, type Schema } from '@archon/values';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineVersion } from '@archon/engine/install-engine';
import { startParser, type EngineParser, type RealFlag } from '@archon/engine/start-parser';
import { model } from '../support/chart.ts';
import { schemaProblemsOf } from '../support/problems.ts';

const version = engineVersion();
const keys = Object.entries(resolveRef(model, model.schema.properties.engine!).properties!).filter(
  ([key]) => key !== 'extraArgs',
);

/** What a user may want to hand to a flag, of any type. */
const candidates = [
  '1',
  '5',
  '0',
  '-1',
  '0.5',
  '32k',
  '32K',
  '1.5k',
  '2G',
  'auto',
  'text',
  'TEXT',
  'a-b',
  'a/b',
  '/a',
  './a',
];

/** What the parser takes and the value does not, with the reason. */
const narrower: Record<string, { values: RegExp; reason: string }> = {
  counts: { values: /^(0|-1)$/, reason: 'vLLM refuses less than one after the parser, or counts nothing with it' },
  seed: { values: /^-1$/, reason: 'NumPy, which vLLM seeds, refuses it' },
  cpuOffloadGb: { values: /^-1$/, reason: 'vLLM refuses a negative size' },
  gpuMemoryUtilization: { values: /^(0|-1|5)$/, reason: 'a share is more than 0 and at most 1' },
  maxLogLen: { values: /^-1$/, reason: 'leave it out for the whole prompt' },
  rootPath: { values: /^[^/]/, reason: 'a path prefix begins with a slash' },
  tokenizer: { values: /^(\.|-)/, reason: 'a path in the image is written from the root' },
  name: {
    values: /^(-1|0\.5|1\.5k|a\/b|\/a|\.\/a|TEXT|32K|2G|a-b)$/,
    reason: 'no backend, format or parser has such a name',
  },
};

const reasonFor: Record<string, string> = {
  ...Object.fromEntries(
    ['maxModelLen', 'kvCacheMemoryBytes', 'maxNumSeqs', 'maxNumBatchedTokens', 'maxLoras', 'maxCpuLoras'].map((key) => [
      key,
      'counts',
    ]),
  ),
  tensorParallelSize: 'counts',
  pipelineParallelSize: 'counts',
  dataParallelSize: 'counts',
  ...Object.fromEntries(
    [
      'quantization',
      'kvCacheDtype',
      'loadFormat',
      'tokenizerMode',
      'toolCallParser',
      'reasoningParser',
      'attentionBackend',
    ].map((key) => [key, 'name']),
  ),
};

describe(`A typed value, for the parser of vLLM ${version}`, () => {
  let parser: EngineParser;
  let flags: RealFlag[];
  beforeAll(async () => {
    parser = startParser();
    flags = await parser.flags();
  });
  afterAll(() => parser.end());

  it.each(keys)('should not be narrower than its flag: %s', async (key, schema) => {
    const name = `--${flagOfKey(key)}`;
    const flag = flags.find(({ names }) => names.includes(name))!;
    const except = narrower[reasonFor[key] ?? key];
    const refused: string[] = [];
    for (const text of [...candidates, ...(flag.choices ?? [])]) {
      if (flag.nargs === 0 || text === 'None' || isJson(schema)) continue;
      const { ok } = await parser.parse(['a/b', `${name}=${text}`]);
      if (ok && !except?.values.test(text) && !isTaken(key, text)) refused.push(text);
    }
    expect(refused).toEqual([]);
  });
});

/** What a key of a JSON option may be, of any type. */
const documents = [null, true, 1, 0.5, 'text', 'auto', [], [1], ['a'], {}, { a: 1 }];

/** Options whose keys the parser does not look at, because it makes no configuration of them. */
const unread = ['hfOverrides', 'limitMmPerPrompt', 'overrideGenerationConfig', 'speculativeConfig'];

describe(`The keys of a JSON option, for the parser of vLLM ${version}`, () => {
  let parser: EngineParser;
  beforeAll(() => {
    parser = startParser();
  });
  afterAll(() => parser.end());

  const paths = Object.keys(loadCatalog().names.optionKeys).filter((path) => !unread.includes(path.split('.')[0]!));

  it('should be checked of each option that the parser reads', () => {
    const options = keys.filter(([key, schema]) => isJson(schema) && !unread.includes(key)).map(([key]) => key);
    expect(paths.filter((path) => !path.includes('.')).toSorted()).toEqual(options.toSorted());
  });

  it.each(paths)(
    'should be those that the parser takes: %s',
    async (path) => {
      const [option = '', ...below] = path.split('.');
      const withKey = (key: string, value: unknown) =>
        below.reduceRight<Record<string, unknown>>((inner, outer) => ({ [outer]: inner }), { [key]: value });
      const ofParser: string[] = [];
      const ofChart: string[] = [];
      for (const key of [...Object.keys(loadCatalog().names.optionKeys[path]!), 'no_such_key']) {
        if (checkOptionKeys({ [option]: withKey(key, 1) }, version).length === 0) ofChart.push(key);
        for (const value of documents) {
          const argument = `--${flagOfKey(option)}=${JSON.stringify(withKey(key, value))}`;
          const answer = await parser.parse(['a/b', argument]);
          const error = answer.ok ? '' : answer.error;
          // A validator may refuse a key altogether, or only this value; one of the wrong type is of a key that there is
          if (error.includes('value_error')) continue;
          if (!error.includes('unexpected_keyword_argument')) ofParser.push(key);
          break;
        }
      }
      expect(ofChart.length).toBeGreaterThan(2);
      expect(ofParser).toEqual(ofChart);
    },
    600_000,
  );

  it.each(keys.filter(([, schema]) => isJson(schema)))(
    'should have an example that the parser takes: %s',
    async (key, schema) => {
      for (const example of (schema.examples ?? []) as unknown[]) {
        expect(schemaProblemsOf({ engine: { [key]: example } })).toEqual([]);
        expect(checkOptionKeys({ [key]: example }, version)).toEqual([]);
        const parsed = await parser.parse(['a/b', `--${flagOfKey(key)}=${JSON.stringify(example)}`]);
        expect(parsed).toMatchObject({ ok: true, values: { [flagOfKey(key).replaceAll('-', '_')]: example } });
      }
    },
  );
});

const isJson = ({ type }: Schema): boolean => [type].flat().includes('object');

/** Whether the value takes it as text or as the number that it looks like. */
const isTaken = (key: string, text: string): boolean =>
  [text, Number(text)].some((value) => schemaProblemsOf({ engine: { [key]: value } }).length === 0);
