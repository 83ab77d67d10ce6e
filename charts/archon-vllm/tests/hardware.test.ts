import { checkGpu, gpus, models, releases, type GpuFindings } from '@archon/sizing';
import { describe, expect, it } from 'vitest';
import { askHelm } from './support/ask-helm.ts';

/** Numbers that look random and are the same on every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const random = sequence(6);
const oneOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
const sometimes = <T>(key: string, value: () => T) => (random() < 0.5 ? { [key]: value() } : {});

/** Options that the chart counts with. */
const engineOf = () => ({
  ...sometimes('maxModelLen', () => Math.floor(2 ** (4 + random() * 14))),
  ...sometimes('gpuMemoryUtilization', () => Math.round(40 + random() * 59) / 100),
  ...sometimes('maxNumSeqs', () => Math.ceil(2 ** (random() * 11))),
  ...sometimes('maxNumBatchedTokens', () => Math.ceil(2 ** (random() * 16))),
  ...sometimes('enforceEager', () => random() < 0.5),
  ...sometimes('kvCacheDtype', () => oneOf(['auto', 'fp8', 'fp8_e5m2', 'bfloat16'])),
  ...sometimes('dtype', () => oneOf(['auto', 'half', 'bfloat16'])),
});

interface Case {
  product: string;
  version: string;
  values: Record<string, unknown>;
}

/** Releases of the catalog, and some between them where vLLM took another turn. */
const between = ['0.5.0', '0.6.3', '0.7.0', '0.14.0', '0.17.0', '0.22.0', '0.25.0', '0.27.0', '0.31.7'];
const versions = [...releases.map(({ version }) => version), ...between];

/** Every GPU with every eighth model, so that every model has its turn; each with a release and options of its own. */
const cases: Case[] = gpus.flatMap(({ id: product }, gpu) =>
  models
    .filter((_, index) => (index + gpu) % 8 === 0)
    .map(({ id }) => {
      const version = oneOf(versions);
      return {
        product,
        version,
        values: {
          gpu: { product, allowUnsupported: false, count: 1, resourceName: 'nvidia.com/gpu' },
          model: { id },
          engine: { ...engineOf(), extraArgs: [] },
          image: { repository: 'vllm/vllm-openai', tag: `v${version}` },
          extraEnv: [],
        },
      };
    }),
);

const findInHelm = askHelm<GpuFindings[]>(`
{{- $root := .root }}
{{- $answer := list }}
{{- range .cases }}
{{- $answer = append $answer (include "archon-vllm.hardware" (list $root .values .version) | fromJson) }}
{{- end }}
{{- toJson $answer }}`);

describe('What the chart says of a GPU', () => {
  const few = cases.filter((_, index) => index % 8 === 0);

  it(`should be word for word what TypeScript says, in ${few.length} cases`, async () => {
    const found = await findInHelm(few);
    const expected = few.map(({ values, version }) => checkGpu(values as never, version));
    expect(found).toEqual(expected);
    const refused = expected.filter((one) => one.refused.length > 0).length;
    expect(refused).toBeGreaterThan(few.length * 0.1);
    expect(refused).toBeLessThan(few.length * 0.9);
  }, 120_000);

  const [qwen, gptq] = ['Qwen/Qwen2.5-Coder-7B-Instruct', 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4'];
  const usual = (changes: Record<string, object> = {}, version = '0.33.0', product = 'rtx-5070-ti'): Case => ({
    product,
    version,
    values: {
      model: { id: gptq, ...changes.model },
      gpu: { product, allowUnsupported: false, count: 1, resourceName: 'nvidia.com/gpu', ...changes.gpu },
      engine: { maxModelLen: 8192, maxNumSeqs: 16, quantization: 'gptq', extraArgs: [], ...changes.engine },
      image: { repository: 'vllm/vllm-openai', ...changes.image },
      lora: changes.lora ?? {},
      extraEnv: changes.extraEnv ?? [],
    },
  });
  const edges: [name: string, Case, words: RegExp][] = [
    ['nothing odd', usual(), /^Fits: 8,192 tokens need 1.50 GiB of KV cache, and at least/],
    ['an unknown release', usual({}, ''), /^Not checked: the vLLM release/],
    ['a newer release', usual({}, '0.99.0'), /^Not checked: vLLM 0.99.0 is newer/],
    ['a release between two of the catalog', usual({}, '0.31.7'), /^Fits: /],
    ['an unknown model', usual({ model: { id: 'org/own' } }), /the model org\/own is not in the catalog/],
    ['a recurrent model', usual({ model: { id: 'Qwen/Qwen3.8-27B' } }), /the model has recurrent layers/],
    [
      'an old release',
      usual({ model: { id: 'google/gemma-2-9b-it' }, engine: { quantization: null } }, '0.8.5', 'h100-sxm'),
      /the chart counts it from vLLM 0.14.0 on/,
    ],
    ['part of a GPU', usual({ gpu: { resourceName: 'nvidia.com/mig-1g.10gb' } }), /may be a part of a GPU/],
    [
      'a device class',
      usual({ gpu: { claimTemplate: { enabled: true, deviceClassName: 'mig.nvidia.com' } } }),
      /deviceClassName may be a part of a GPU/,
    ],
    ['a context beyond the model', usual({ engine: { maxModelLen: 65536 } }), /more than the positions/],
    ['two GPUs', usual({ gpu: { count: 2 }, engine: { tensorParallelSize: 2 } }), /several GPUs/],
    ['replicas in one pod', usual({ engine: { dataParallelSize: 2 } }), /several GPUs/],
    [
      'a KV cache of a given size',
      usual({ engine: { kvCacheMemoryBytes: 1073741824 } }),
      /engine.kvCacheMemoryBytes is set/,
    ],
    ['offloading', usual({ engine: { cpuOffloadGb: 4 } }), /engine.cpuOffloadGb is set/],
    ['adapters', usual({ lora: { adapters: [{ name: 'a', repo: 'o/a' }] } }), /lora.adapters is set/],
    ['no offloading', usual({ engine: { cpuOffloadGb: 0, enableLora: false, limitMmPerPrompt: {} } }), /^Fits: /],
    ['another method', usual({ engine: { quantization: 'fp8' } }), /not the method of the checkpoint/],
    ['32 bit', usual({ engine: { dtype: 'float32' } }), /not a 16-bit type/],
    ['a rare cache', usual({ engine: { kvCacheDtype: 'nvfp4' } }), /the size of engine.kvCacheDtype/],
    [
      'an argument',
      usual({ engine: { extraArgs: ['--disable-log-stats', '--compilation_config={}'] } }),
      /--compilation_config=\{\} changes/,
    ],
    ['a short argument', usual({ engine: { extraArgs: ['-O3'] } }), /-O3 changes/],
    ['a harmless argument', usual({ engine: { extraArgs: ['--max-logprobs=5', '8'] } }), /^Fits: /],
    ['a variable', usual({ extraEnv: [{ name: 'TZ' }, { name: 'VLLM_USE_V1' }] as object }), /VLLM_USE_V1 may change/],
    ['an image of its own', usual({ image: { repository: 'me/vllm' } }), /kernels, because the image/],
    ['a tag that names the platform', usual({ image: { tag: 'v0.33.0-x86_64-ubuntu2404' } }), /^Fits: /],
    ['a tag with a digest', usual({ image: { tag: `v0.33.0@sha256:${'0'.repeat(64)}` } }), /^Fits: /],
    ['a tag with a suffix', usual({ image: { tag: 'v0.33.0-cu129' } }), /kernels, because the image/],
    ['a digest and such a tag', usual({ image: { tag: 'nightly', digest: 'sha256:0' } }), /^Fits: /],
    ['little room', usual({ engine: { maxModelLen: 20480 } }, '0.33.0', 'rtx-4080'), /^Not certain: /],
  ];

  it('should name what was not checked, in the same words', async () => {
    const found = await findInHelm(edges.map(([, one]) => one));
    expect(found).toEqual(edges.map(([, { values, version }]) => checkGpu(values as never, version)));
    for (const [index, [name, , words]] of edges.entries())
      expect(found[index]!.notes.some((note) => words.test(note)) ? '' : [name, found[index]]).toBe('');
  });

  const refusals: [name: string, Case, words: RegExp][] = [
    [
      'bfloat16 on Turing',
      usual({ engine: { dtype: 'bfloat16' } }, '0.33.0', 't4'),
      /bfloat16 needs compute capability 8.0/,
    ],
    [
      'a type of cache that came later',
      usual({ engine: { kvCacheDtype: 'nvfp4' } }, '0.16.0'),
      /has no kv-cache-dtype "nvfp4"/,
    ],
    ['no kernels', usual({}, '0.33.0', 'v100-32gb'), /no kernels for compute capability 7.0: its least is 7.5/],
    [
      'the 14B model on 12 GB',
      usual({ engine: { maxModelLen: 12288 } }, '0.33.0', 'rtx-5070'),
      /12,288 tokens need 2.25 GiB of KV cache, and at most \d.\d\d GiB is left/,
    ],
    [
      'all of the GPU',
      usual({ engine: { gpuMemoryUtilization: 1 } }),
      /gpuMemoryUtilization 1 is more than the CUDA context leaves free/,
    ],
    [
      'a method that left',
      usual({ model: { id: qwen }, engine: { quantization: 'gguf' } }),
      /gguf only with vllm-gguf-plugin/,
    ],
  ];

  it('should refuse in the same words, and let the user have it', async () => {
    const allow = ({ values, ...one }: Case): Case => ({
      ...one,
      values: { ...values, gpu: { ...(values.gpu as object), allowUnsupported: true } },
    });
    const asked = refusals.flatMap(([, one]) => [one, allow(one)]);
    const found = await findInHelm(asked);
    expect(found).toEqual(asked.map(({ values, version }) => checkGpu(values as never, version)));
    for (const [index, [, , words]] of refusals.entries()) {
      const [refused, allowed] = [found[2 * index]!, found[2 * index + 1]!];
      expect(refused).toMatchObject({ refused: [expect.stringMatching(words)], allowed: [] });
      expect(allowed).toMatchObject({ refused: [], allowed: [expect.stringMatching(words)] });
    }
  });

  it('should name GPUs that are like an unknown one', async () => {
    const [digits, words] = await findInHelm([usual({}, '0.33.0', 'rtx-5070ti'), usual({}, '0.33.0', 'geforce')]);
    expect(digits!.unknown[0]).toMatch(/^"rtx-5070ti" is not a GPU of the catalog\. Similar: rtx-5070, .*rtx-5070-ti/);
    expect(words!.unknown[0]).toContain('Known: a10, ');
    expect(checkGpu(usual({}, '', 'rtx-5070ti').values as never, '')).toEqual(digits);
  });
});
