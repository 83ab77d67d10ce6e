import { flagOfKey } from '@archon/sizing';
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
    ['maxModelLen', 'kvCacheMemoryBytes', 'maxNumSeqs', 'maxNumBatchedTokens', 'maxLoras'].map((key) => [
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

const isJson = ({ type }: Schema): boolean => [type].flat().includes('object');

/** Whether the value takes it as text or as the number that it looks like. */
const isTaken = (key: string, text: string): boolean =>
  [text, Number(text)].some((value) => schemaProblemsOf({ engine: { [key]: value } }).length === 0);
