import { flagOfKey } from '@archon/sizing';
import { resolveRef, typesOf, type Schema } from '@archon/values';
import { beforeAll, describe, expect, it } from 'vitest';
import type { KubernetesObject } from '@archon/testbed/helm';
import { model } from './support/chart.ts';
import { commandLineOf, containerOf } from './support/workload.ts';
import { renderMany } from './support/render-many.ts';
import { render, renderValues } from './support/render.ts';

const engine = resolveRef(model, model.schema.properties.engine!).properties!;
const keys = Object.entries(engine).filter(([key]) => key !== 'extraArgs');
const isSwitch = (schema: Schema) => typesOf(schema).includes('boolean');

/** Every option with its example, and every switch on and off. */
const options: [key: string, value: unknown][] = keys.flatMap(([key, schema]) =>
  (isSwitch(schema) ? [true, false] : [schema.examples![0]]).map((value): [string, unknown] => [key, value]),
);

/** The one argument that an option should give. */
function flagFor(key: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? `--${flagOfKey(key)}` : `--no-${flagOfKey(key)}`;
  if (key === 'gpuMemoryUtilization') return `--${flagOfKey(key)}=${Number(value).toFixed(2)}`;
  return `--${flagOfKey(key)}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;
}

/** Helm sorts the keys of JSON. */
const sorted = (argument: string): string =>
  argument.replace(/\{.*\}/, (json) => JSON.stringify(JSON.parse(json), (_, value) => sortKeys(value)));
const sortKeys = (value: any) =>
  value && value.constructor === Object
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

describe('The engine', () => {
  const always = ['a/b', '--host=0.0.0.0', '--port=8000', '--shutdown-timeout=60'];
  const bare = { preset: '', model: { id: 'a/b' } };
  let rendered: KubernetesObject[][];
  beforeAll(async () => {
    rendered = await renderMany(options.map(([key, value]) => ({ values: { ...bare, engine: { [key]: value } } })));
  });

  it.each(options.map(([key, value], index) => ({ key, value, index })))(
    'should get $key $value as one flag and nothing else',
    ({ key, value, index }) => {
      const line = commandLineOf(rendered[index]!);
      expect(line.slice(0, always.length)).toEqual(always);
      expect(line.slice(always.length).map(sorted)).toEqual([sorted(flagFor(key, value))]);
    },
  );

  it('should have switches of three states, and values', () => {
    expect(keys.filter(([, schema]) => isSwitch(schema)).length).toBeGreaterThan(5);
    expect(keys.length).toBeGreaterThan(30);
  });

  it('should get no flag for an option that nobody sets', async () => {
    expect(commandLineOf(await renderValues(bare))).toEqual(always);
  });

  it('should get no flag for a null', async () => {
    const nulls = Object.fromEntries(keys.map(([key]) => [key, null]));
    expect(commandLineOf(await renderValues({ model: { id: 'a/b' }, engine: nulls }))).toEqual(always);
  });

  it('should get the flags of the default preset, and no more', async () => {
    expect(commandLineOf(await render())).toEqual([
      'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4',
      '--host=0.0.0.0',
      '--port=8000',
      '--shutdown-timeout=60',
      '--gpu-memory-utilization=0.90',
      '--max-model-len=8192',
      '--quantization=gptq',
      '--max-num-seqs=16',
    ]);
  });

  it.each([
    ['v0.33.0', ['vllm', 'serve'], '$(LLM_MODEL)'],
    ['v0.11.1', ['vllm', 'serve'], '$(LLM_MODEL)'],
    ['v0.10.2', ['python3', '-m', 'vllm.entrypoints.openai.api_server'], '--model=$(LLM_MODEL)'],
    ['v0.4.0', ['python3', '-m', 'vllm.entrypoints.openai.api_server'], '--model=$(LLM_MODEL)'],
  ])('should be started as the release in %s wants it', async (tag, command, first) => {
    const podSecurityContext = { runAsUser: 0, runAsNonRoot: false };
    const { command: found, args } = containerOf(await renderValues({ image: { tag }, podSecurityContext }));
    expect([found, args[0]]).toEqual([command, first]);
  });
});
