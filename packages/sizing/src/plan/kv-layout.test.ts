import { describe, expect, it } from 'vitest';
import { blocksOf, cacheOf, longestRequest, requestGiB } from './cache.ts';
import { blocksForRequest, kvLayout } from './kv-layout.ts';
import { freshStartUps } from '../../calibration/fresh-start-ups.ts';
import { question, contextOf } from './test-questions.ts';
import type { QuestionModel, QuestionOptions } from './types.ts';

const layoutOf = (...asked: Parameters<typeof question>) => kvLayout(contextOf(question(...asked)));

function tokensOf(gib: number, ...asked: Parameters<typeof question>): number {
  const context = contextOf(question(...asked));
  const layout = kvLayout(context);
  return cacheOf(blocksOf(gib, layout), layout, context).tokens;
}

describe('kvLayout', () => {
  it.each([
    // planners.md, section 2: measured as cache / tokens
    ['qwen2.5-14b', 196_608],
    ['mistral-small-24b', 163_840],
    ['llama-3.1-8b', 131_072],
    ['deepseek-v2-lite', 31_104],
  ] as const)('should take the bytes per token of %s', (name, bytes) => {
    expect(layoutOf(name).bytesPerToken).toBe(bytes);
  });

  it('should halve them in fp8, and divide them by the shards', () => {
    expect(layoutOf('qwen2.5-14b', { options: { kvCacheDtype: 'fp8' } }).bytesPerToken).toBe(98_304);
    expect(layoutOf('qwen2.5-14b', { options: { tensorParallelSize: 4 } }).bytesPerToken).toBe(49_152);
    expect(layoutOf('qwen2.5-14b', { options: { pipelineParallelSize: 2 } }).bytesPerToken).toBe(98_304);
  });

  it('should replicate KV heads that are fewer than the shards, and the latent of MLA', () => {
    const seven = (tensorParallelSize: number) =>
      layoutOf('qwen2.5-7b', { options: { tensorParallelSize } }).bytesPerToken;
    expect([seven(1), seven(4), seven(28)]).toEqual([57_344, 14_336, 14_336]);
    expect(layoutOf('deepseek-v2-lite', { options: { tensorParallelSize: 4 } }).bytesPerToken).toBe(31_104);
  });
});

describe('tokens of a cache', () => {
  it.each([
    // llm-d-planner, results_raw.csv: vLLM 0.19.0 on H100. The logs round the cache to 0.01 GiB
    ['llama-3.1-8b', 58.11, 476_016],
    ['gemma-2-27b', 20.59, 58_672],
    ['gemma-3-12b', 47.72, 130_304],
    ['deepseek-v2-lite', 43.61, 1_505_552],
    ['gpt-oss-20b', 58.47, 1_277_184],
  ] as const)('should be what vLLM printed: %s', (name, gib, printed) => {
    const tokens = tokensOf(gib, name, { options: { maxModelLen: 8192 } });
    expect(Math.abs(tokens - printed) / printed).toBeLessThan(0.0005);
  });

  it.each<[what: string, id: string, options?: QuestionOptions]>([
    ['blocks of full layers twice as long, 8,192 tokens in flight twice (Gemma 4, 0.26)', 'N029'],
    ['the same before tokens in flight counted (Gemma 4 with experts, 0.19)', 'N028'],
    ['a prediction layer next to 16 full ones, and states of three draft tokens (Qwen3.6, 0.25)', 'N079'],
    ['the same with prefix caching (0.24)', 'N070', { enablePrefixCaching: true }],
    ['prefix caching as 0.28 has it by default', 'N005'],
    ['a hybrid with experts, with prefix caching (0.24)', 'N076', { enablePrefixCaching: true }],
    ['a hybrid without (0.27)', 'N069'],
    ['a state in the type of the model, on two shards (Qwen3-Next, 0.10)', 'N031'],
    ['layers of Mamba-2, and some of only a feed-forward network (Nemotron 3, 0.20)', 'N058'],
    ['a latent cache (GLM-4.7-Flash, 0.30)', 'N008'],
  ])('should be what vLLM printed of start-ups that nothing was fitted on: %s', (_, id, options) => {
    const { question: asked, truth } = freshStartUps.find((startUp) => startUp.id === id)!;
    const context = contextOf({ ...asked, options: { ...asked.options, ...options } });
    const layout = kvLayout(context);
    const { tokens } = cacheOf(blocksOf(truth.kvGiB!, layout), layout, context);
    // the logs round the cache to 0.01 GiB
    expect(Math.abs(tokens / truth.kvTokens! - 1)).toBeLessThan(0.0006);
  });

  it('should be concurrency x context for hybrids from 0.20.2, and states share the blocks', () => {
    // C041: Qwen3.8-27B on 0.26.0, 8.82 GiB: 184 states, 141,036 tokens at 131,072
    const asked = {
      gpu: { totalGiB: 44.39, computeCapability: '8.9' },
      release: '0.26.0',
      options: { maxModelLen: 131_072 },
    };
    const layout = layoutOf('qwen3.5-27b', asked);
    expect(layout.blockTokens).toBe(784);
    expect(blocksOf(8.82, layout)).toBe(184);
    expect(tokensOf(8.82, 'qwen3.5-27b', asked)).toBe(141_036);
  });

  it('should leave out layers that use the cache of earlier ones (Gemma 4 E4B: 20 sliding and 4 full ones are left)', () => {
    const asked = question('gemma-3-12b', { release: '0.25.1' });
    const model = {
      ...(asked.model as QuestionModel),
      numHiddenLayers: 42,
      numKeyValueHeads: 2,
      slidingWindow: { size: 512, layers: 35 },
      globalAttention: { kvHeads: 2, headDim: 512 },
      sharedCache: { layers: 18, sliding: 15 },
    };
    const { groups } = kvLayout(contextOf({ ...asked, model }));
    expect(groups.map(({ keep, count, blockTokens }) => [keep, count, blockTokens])).toEqual([
      ['all', 1, 16],
      ['window', 5, 32],
    ]);
  });

  it('should keep whole contexts in sliding layers before the hybrid cache', () => {
    const layout = layoutOf('gemma-2-27b', { release: '0.8.5' });
    expect(layout.groups.map(({ keep, count }) => [keep, count])).toEqual([['all', 1]]);
  });
});

describe('longestRequest', () => {
  it('should be the inverse of what a request holds', () => {
    for (const name of ['llama-3.1-8b', 'gemma-3-12b', 'gpt-oss-20b', 'qwen3.5-27b'] as const) {
      const layout = layoutOf(name);
      for (const blocks of [0, 1, 50, 777, 100_000]) {
        const longest = longestRequest(blocks, layout);
        if (longest > 0) expect(blocksForRequest(layout, longest)).toBeLessThanOrEqual(blocks);
        if (longest < 2 ** 26) expect(blocksForRequest(layout, longest + 1)).toBeGreaterThan(blocks);
      }
    }
  });

  it('should need what vLLM says: 8,192 tokens of Qwen2.5-14B are 1.5 GiB', () => {
    expect(requestGiB(layoutOf('qwen2.5-14b'), 8192)).toBe(1.5);
  });
});
