import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '@archon/values';
import { afterAll, describe, expect, it } from 'vitest';
import { runArchon } from './testing/run-archon.ts';

const scratch = mkdtempSync(join(tmpdir(), 'archon-plan-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const coder = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';
const fixtures = join(workspaceRoot, 'packages/sizing/src/model-config/fixtures');
const plan = (...args: string[]) => runArchon('plan', ...args);
const set = (...pairs: string[]) => pairs.flatMap((pair) => ['--set', pair]);
const small = set('engine.maxModelLen=8192', 'engine.maxNumSeqs=16');

function file(name: string, text: string): string {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
}

describe('archon plan', () => {
  it('should exit 0 with all sections where it fits', async () => {
    const { code, out } = await plan('--gpu', 'rtx-5070-ti', '--model', coder, ...small);
    expect(code).toBe(0);
    expect(out).toMatch(/^fits {2}Qwen/);
    for (const part of ['the GPU has', 'peak activation', 'Context', 'Why', 'Assumptions']) expect(out).toContain(part);
    expect(out).not.toContain('\u001B[');
  });

  it('should exit 2 with what to change where it does not', async () => {
    const { code, out } = await plan('--gpu', 'rtx-5070', '--model', coder, ...set('engine.maxModelLen=32768'));
    expect(code).toBe(2);
    expect(out).toContain('To make it fit');
    expect(out).toMatch(/ {4}--(set engine\.\w+=|model |gpu )/);
  });

  it('should exit 3 where it is unknown', async () => {
    const { code, out } = await plan('--gpu', 'rtx-4090', '--model', coder, '--set', 'engine.extraArgs={--enable-dbo}');
    expect([code, out.startsWith('unknown')]).toEqual([3, true]);
    expect(out).toContain('enableDbo changes how memory is used');
  });

  it.each([
    ['a node label', ['--gpu', 'NVIDIA-H100-80GB-HBM3-MIG-1g.10gb']],
    ['a resource', ['--gpu', 'h100-sxm', '--set', 'gpu.resourceName=nvidia.com/mig-1g.10gb']],
    [
      'a claim',
      [
        '--gpu',
        'h100-sxm',
        '--set',
        'gpu.claimTemplate.enabled=true',
        '--set',
        'gpu.claimTemplate.deviceClassName=mig.nvidia.com',
        '--set',
        `gpu.claimTemplate.selectors={device.attributes["gpu.nvidia.com"].profile == '1g.10gb'}`,
      ],
    ],
  ])('should plan the slice that %s names', async (_, args) => {
    const { code, out } = await plan(...args, '--model', 'Qwen/Qwen3-8B', '--json');
    const { parts } = JSON.parse(out) as { parts: { total: { likely: number } } };
    expect(code).toBe(2);
    expect(parts.total.likely).toBeLessThan(10);
  });

  it('should count the adapters of the values as the options that they come to', async () => {
    const figures = async (values: object) => {
      const path = file('adapters.yaml', JSON.stringify(values));
      const { out } = await plan('--gpu', 'rtx-4090', '--model', coder, '-f', path, '--json');
      return (JSON.parse(out) as { parts: object }).parts;
    };
    const adapters = ['a', 'b'].map((name) => ({ name, repo: `org/${name}`, rank: 48 }));
    const engine = { enableLora: true, maxLoras: 2, maxLoraRank: 64 };
    const counted = await figures({ lora: { adapters } });
    expect(counted).toEqual(await figures({ engine }));
    expect(counted).not.toEqual(await figures({}));
  });

  it('should exit 2 where the image has no kernels, also if the memory of the GPU is unknown', async () => {
    const { code, out } = await plan('--gpu', 'gtx-1080', '--model', coder);
    expect(code).toBe(2);
    expect(out).toContain('no kernels for compute capability 6.1');
  });

  it('should offer suggestions that fit when they are pasted', async () => {
    const asked = ['--gpu', 'rtx-5070-ti', '--model', coder, ...set('engine.maxModelLen=12288')];
    const { out } = await plan(...asked, '--json');
    const { suggestions } = JSON.parse(out) as { suggestions: { change: { options?: Record<string, unknown> } }[] };
    const pasted = suggestions.flatMap(({ change: { options } }) =>
      options ? [set(...Object.entries(options).map(([key, value]) => `engine.${key}=${String(value)}`))] : [],
    );
    expect(pasted.length).toBeGreaterThan(0);
    for (const args of pasted) expect((await plan(...asked, ...args)).code).toBe(0);
  });

  it('should print question and answer as JSON', async () => {
    const { out } = await plan('--gpu', 'rtx-5070-ti', '--model', coder, '--json', ...small);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      question: { gpu: 'rtx-5070-ti', gpuCount: 1, model: coder, options: { maxModelLen: 8192, maxNumSeqs: 16 } },
      fits: true,
      contextTokens: 8192,
    });
  });

  it('should count what others hold, and a warm start', async () => {
    const args = ['--gpu', 'rtx-4090', '--model', 'Qwen/Qwen3-8B', '--set', 'engine.maxModelLen=8192', '--json'];
    const read = async (...more: string[]) =>
      JSON.parse((await plan(...args, ...more)).out) as { question: object; kvCacheGiB: number; assumptions: string[] };
    const [first, warm] = [await read(), await read('--warm', '--used-gib', '0.5')];
    expect(warm.question).toMatchObject({ usedGiB: 0.5, warm: true });
    expect(warm.kvCacheGiB).toBeGreaterThan(first.kvCacheGiB + 0.5);
    expect(warm.assumptions).toContain('Other processes hold 0.50 GiB of the GPU when the server starts.');
    const { code, err } = await plan(...args.slice(0, -1), '--used-gib', 'much');
    expect(code).toBe(1);
    expect(err).toContain('--used-gib must be a number of GiB, not "much".');
  });

  it('should plan a file of values as the chart merges it', async () => {
    const values = file('values.yaml', 'engine:\n  maxModelLen: 4096\n');
    const { code, out } = await plan('--gpu', 'rtx-5070-ti', '-f', values, '--json');
    expect(code).toBe(0);
    const { question, assumptions } = JSON.parse(out) as { question: { options: object }; assumptions: string[] };
    expect(question).toMatchObject({ model: coder, release: '0.33.0', options: { maxModelLen: 4096, maxNumSeqs: 16 } });
    expect(assumptions[0]).toBe('Preset nvidia-16gb.');
  });

  it('should let later values win, and --set over files', async () => {
    const values = [
      file('a.yaml', 'engine: { maxModelLen: 1024, seed: 1 }\n'),
      file('b.yaml', 'engine: { maxModelLen: 2048 }\n'),
    ];
    const { out } = await plan(
      '--gpu',
      'l4',
      '-f',
      values[0]!,
      '-f',
      values[1]!,
      ...set('engine.maxNumSeqs=3'),
      '--json',
    );
    expect(JSON.parse(out)).toMatchObject({ question: { options: { maxModelLen: 2048, maxNumSeqs: 3, seed: 1 } } });
  });

  it('should use no preset with --model, unless the values name one', async () => {
    const without = await plan('--gpu', 'l4', '--model', coder, ...set('engine.maxModelLen=4096'), '--json');
    expect(JSON.parse(without.out)).toMatchObject({ question: { options: { maxModelLen: 4096 } } });
    expect(without.out).not.toContain('"maxNumSeqs"');
    const named = await plan('--gpu', 'l4', '--model', coder, ...set('preset=nvidia-16gb'), '--json');
    expect(JSON.parse(named.out)).toMatchObject({ question: { options: { maxModelLen: 8192, maxNumSeqs: 16 } } });
  });

  it('should plan a copy of a model as its original', async () => {
    const copy = set('model.id=/home/vllm/coder', `model.copyOf=${coder}`, 'engine.maxModelLen=4096');
    const { out } = await plan('--gpu', 'l4', ...copy, '--json');
    expect(JSON.parse(out)).toMatchObject({ question: { model: coder } });
  });

  it('should say that it plans NVIDIA GPUs only', async () => {
    const { code, err } = await plan('--gpu', 'l4', ...set('gpu.resourceName=amd.com/gpu'));
    expect([code, err]).toEqual([1, expect.stringContaining('gpu.resourceName is amd.com/gpu: not an NVIDIA GPU')]);
  });

  it('should know what the image of a preset lacks', async () => {
    const { code, out } = await plan('--gpu', 'rtx-5070', ...set('preset=archon-seed'));
    expect([code, out]).toEqual([2, expect.stringContaining('no kernels for compute capability 12.0')]);
  });

  it('should take the GPU from the values, and answer where the chart would refuse', async () => {
    const { code, out } = await plan(...set('gpu.product=rtx-5070', 'preset=archon-seed'));
    expect([code, out]).toEqual([2, expect.stringContaining('does not start on NVIDIA GeForce RTX 5070')]);
  });

  it('should know the flags that a release lacks', async () => {
    const args = ['--gpu', 'l4', '--model', coder, '--release', '0.6.0', ...set('engine.kvCacheMemoryBytes=1')];
    const { code, out } = await plan(...args);
    expect([code, out]).toEqual([2, expect.stringContaining('has no --kv-cache-memory-bytes')]);
  });

  it('should take further arguments for the options that they are', async () => {
    const { out } = await plan('--gpu', 'l4', '--model', coder, ...set('engine.extraArgs={--block-size=32}'), '--json');
    expect(JSON.parse(out)).toMatchObject({ question: { options: { blockSize: 32 } } });
  });

  it('should share layers among several GPUs', async () => {
    const { code, out } = await plan('--gpu', 'l4', '--gpu-count', '3', '--model', coder);
    expect([code, out]).toEqual([2, expect.stringContaining('cannot be divided by 3 shards')]);
    const values = await plan('--gpu', 'l4', '--gpu-count', '2', '--model', coder, ...small, '--json');
    expect(JSON.parse(values.out)).toMatchObject({ question: { gpuCount: 2, options: { tensorParallelSize: 2 } } });
  });

  it('should plan old releases by their own rules, whatever user their image has', async () => {
    const { out } = await plan('--gpu', 'rtx-3090', '--model', coder, '--release', '0.8.4', '--json');
    expect(JSON.parse(out)).toMatchObject({
      question: { release: '0.8.4' },
      assumptions: expect.arrayContaining([expect.stringContaining('evaluated as 0.8.0')]) as string[],
    });
    expect((await plan('--gpu', 'rtx-3090', '--model', coder, '--release', '0.11.0', ...small)).code).not.toBe(1);
  });

  it('should plan a model that the catalog lacks', async () => {
    const args = ['--gpu', 'l4', '--model-config', join(fixtures, 'qwen3-8b-awq')];
    expect(await plan(...args)).toMatchObject({
      code: 0,
      out: expect.stringContaining('local/qwen3-8b-awq fits') as string,
    });
    expect((await plan(...args, ...small)).code).toBe(0);
  });
});

describe('archon plan, ranking', () => {
  it('should rank models: what fits first, then models for code', async () => {
    const { code, out } = await plan('--gpu', 'rtx-5070-ti', '--json');
    expect(code).toBe(0);
    const { models, question } = JSON.parse(out) as {
      models: { model: string; fits: boolean | null }[];
      question: object;
    };
    expect(question).toMatchObject({ options: {} });
    const order = models.map(({ fits }) => (fits === true ? 0 : fits === null ? 1 : 2));
    expect(order).toEqual(order.toSorted());
    expect(models[0]!.model).toMatch(/Coder/);
  });

  it('should rank GPUs: what holds it first, then smaller GPUs', async () => {
    const { code, out } = await plan('--model', 'gpt-oss-20b');
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+ of \d+ GPUs hold openai\/gpt-oss-20b\./);
    expect(out).toMatch(/more do not fit/);
  });

  it('should rank with the options that are set', async () => {
    const { out } = await plan('--gpu', 'l4', ...set('engine.maxModelLen=65536'));
    expect(out).toContain('vLLM 0.33.0, maxModelLen 65536');
  });

  it('should name the longest context that fits where the model’s maximum does not', async () => {
    const { code, out } = await plan('--gpu', 'rtx-5070-ti', '--model', coder);
    expect(code).toBe(0);
    const line = out.replaceAll(/\s+/g, ' ');
    expect(line).toMatch(/^fits Qwen\S+ fits on \S.* up to [\d,]+ tokens/);
    expect(line).toContain('The model’s maximum of 32,768 tokens, which vLLM takes by default');
    const { upTo, question } = JSON.parse((await plan('--gpu', 'rtx-5070-ti', '--model', coder, '--json')).out) as {
      upTo: number;
      question: object;
    };
    expect(question).toMatchObject({ options: { maxModelLen: upTo } });
  });

  it('should plan the values of a file as they are', async () => {
    const values = file('own-context.yaml', `preset: ""\nmodel: { id: ${coder} }\n`);
    expect((await plan('--gpu', 'rtx-5070-ti', '-f', values)).code).toBe(2);
  });

  it('should not exit 0 where nothing fits', async () => {
    // 3: of some GPUs the memory is unknown
    expect((await plan('--model', 'moonshotai/Kimi-K2-Instruct')).code).toBe(3);
  });
});

describe('archon plan, bad input', () => {
  const gpu = ['--gpu', 'l4', '--model', coder];
  it.each([
    ['nothing', [], 'name a GPU with --gpu'],
    ['an unknown GPU', ['--gpu', 'rtx-5070-tj'], 'Did you mean rtx-5070-ti'],
    ['an unknown model', ['--model', 'openai/gpt-os-20b'], 'Did you mean openai/gpt-oss-20b'],
    [
      'an unknown model in words',
      ['--model', 'qwen2.5 coder 14b gptq'],
      'Did you mean Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4',
    ],
    ['a model that is not in the cache', ['--model', 'my/own'], 'Without the Hub: --model-config'],
    ['an address of something else', ['--model', 'https://example.com/my/own'], 'is not the address of a model'],
    ['an unknown release', [...gpu, '--release', '9.9.9'], '"9.9.9" is not a vLLM release of the catalog'],
    ['no release', [...gpu, '--release', 'latest'], 'is not a vLLM release'],
    ['an unknown preset', ['--gpu', 'l4', ...set('preset=nvidia-17gb')], 'Did you mean "nvidia-1'],
    ['two GPUs', [...gpu, ...set('gpu.product=t4')], '--gpu says l4, but gpu.product is t4'],
    ['an unknown GPU in the values', set('gpu.product=rtx-5070-tj'), 'Did you mean rtx-5070-ti'],
    ['an unknown key', [...gpu, ...set('engine.maxModleLen=1')], 'Did you mean "maxModelLen"?'],
    ['a value of the wrong type', [...gpu, ...set('engine.maxNumSeqs=8k')], 'must be a whole number'],
    ['no value', [...gpu, ...set('engine.maxModelLen')], 'has no "="'],
    ['two models', [...gpu, ...set('model.id=a/b')], 'Leave one of the two out.'],
    ['a model and a configuration', [...gpu, '--model-config', fixtures], 'Both --model and --model-config'],
    [
      'a preset and another release',
      ['--gpu', 'l4', '--release', '0.33.0', ...set('preset=archon-seed')],
      'of preset archon-seed is 0.4.0',
    ],
    [
      'two counts of GPUs',
      [...gpu, '--gpu-count', '2', ...set('gpu.count=4')],
      '--gpu-count says 2, but gpu.count is 4',
    ],
    ['shards without GPUs', [...gpu, ...set('engine.tensorParallelSize=2')], 'gpu.count is 1'],
    ['no count', [...gpu, '--gpu-count', 'two'], 'must be a positive integer, not "two"'],
    ['no file of values', [...gpu, '-f', join(scratch, 'none.yaml')], 'there is no such file'],
    ['no configuration', ['--gpu', 'l4', '--model-config', scratch], 'The folder has no config.json'],
    [
      'a configuration without what sizes it',
      ['--gpu', 'l4', '--model-config', join(fixtures, 'gpt2-like')],
      'GPT2LMHeadModel is unknown',
    ],
    ['a batch and a GPU', [...gpu, '--batch', '-'], 'leave --gpu, --model out'],
    ['no batch', ['--batch', join(scratch, 'none.jsonl')], 'the file does not exist'],
  ])('should exit 1 for %s', async (_, args, message) => {
    const { code, out, err } = await plan(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
    const json = await plan(...args, '--json');
    expect([json.code, JSON.parse(json.out)]).toEqual([1, { ok: false, problems: expect.any(Array) as unknown[] }]);
  });
});
