import { describe, expect, it } from 'vitest';
import { coefficients } from './coefficients.gen.ts';
import { linkOf, nonTorch } from './non-torch.ts';
import { contextOf, geometry, question } from './test-questions.ts';
import type { Question } from './types.ts';

const GB10 = { totalGiB: 121.69, computeCapability: '12.1' };
const outside = (asked: Question) => nonTorch(contextOf(asked), coefficients);

describe('what is allocated outside of PyTorch', () => {
  it.each([
    ['9.0', '0.19.0', 1, 'tensorFused'],
    ['10.0', '0.33.0', 1, 'tensorFused'],
    ['9.0', '0.11.0', 1, 'tensorNvlink'],
    ['8.0', '0.33.0', 1, 'tensorNvlink'],
    ['9.0', '0.19.0', 2, 'tensorNvlink'],
    ['9.0', '0.28.0', 2, 'tensorFused'],
    ['8.0', '0.6.6', 1, 'tensorV0'],
    ['12.0', '0.33.0', 1, 'tensor'],
  ])('should be that of how shards exchange: %s on %s', (computeCapability, release, pipelineParallelSize, link) => {
    const gpu = { totalGiB: 79, computeCapability };
    const options = { tensorParallelSize: 2, pipelineParallelSize };
    expect(linkOf(contextOf(question('llama-3.1-8b', { gpu, release, options })))).toBe(link);
  });

  it('should hold the processes of the server where memory is shared with the CPU', () => {
    const dedicated = outside(
      question('qwen3-14b', { gpu: { ...GB10, computeCapability: '12.0' }, release: '0.24.0' }),
    );
    const unified = outside(question('qwen3-14b', { gpu: GB10, release: '0.24.0' }));
    expect(unified.likely - dedicated.likely).toBeCloseTo(coefficients.nonTorch.unified, 9);
  });

  it('should hold copies of the profiled images there', () => {
    const at = (maxNumBatchedTokens: number) =>
      outside(question('qwen3.5-27b', { gpu: GB10, release: '0.23.0', options: { maxNumBatchedTokens } })).likely;
    // four images of 65,536 patches instead of one, 1,536 elements in each
    const pixels = (3 * 65_536 * 1536 * 2) / 2 ** 30;
    expect(at(65_536) - at(2048)).toBeCloseTo(coefficients.nonTorch.unifiedPixels * pixels, 6);
  });

  it('should hold the page cache of the weights before 0.11.1', () => {
    const at = (release: string) => {
      const { high, likely } = outside({
        ...question('qwen3-14b', { gpu: GB10, release }),
        model: { ...geometry['qwen3-14b'], weightsGiB: 27 },
      });
      return high - likely;
    };
    expect(at('0.11.0') - at('0.11.1')).toBeCloseTo(27.06, 2);
  });

  it('should hold what other processes hold where the whole device is counted', () => {
    const at = (release: string, usedGiB: number) => outside({ ...question('qwen3-14b', { release }), usedGiB }).likely;
    expect(at('0.9.0', 2) - at('0.9.0', 0)).toBe(2);
    expect(at('0.33.0', 2)).toBe(at('0.33.0', 0));
  });
});
