import { describe, expect, it } from 'vitest';
import { models } from '../models.ts';
import { plan } from './plan.ts';

describe('suggestions', () => {
  const model = 'Qwen/Qwen3-8B-AWQ';
  const asked = { gpu: 'rtx-4090', model, release: '0.33.0', options: { maxModelLen: 8192, maxNumSeqs: 16 } };

  it('should lower the utilization where other processes hold what it would take', () => {
    for (const usedGiB of [3, 8]) {
      const { fits, suggestions } = plan({ ...asked, usedGiB });
      expect(fits).not.toBe(true);
      const [first] = suggestions;
      expect(first).toMatchObject({
        kind: 'utilization',
        change: { options: { gpuMemoryUtilization: expect.any(Number) as number } },
      });
      expect(plan({ ...asked, usedGiB, options: { ...asked.options, ...first!.change.options } }).fits).toBe(true);
      expect(suggestions.map(({ kind }) => kind)).not.toContain('gpu');
    }
  });

  it('should shorten the context as well where the lower utilization does not hold it', () => {
    const options = { maxModelLen: 40_960, maxNumSeqs: 16 };
    const { suggestions } = plan({ ...asked, usedGiB: 14, options });
    expect(suggestions[0]).toMatchObject({ kind: 'utilization' });
    expect(Object.keys(suggestions[0]!.change.options!)).toEqual(['gpuMemoryUtilization', 'maxModelLen']);
  });

  it('should offer models of the same task alone', () => {
    const pooling = new Set(models.filter((one) => one.pooling).map(({ id }) => id));
    const family = models.filter(({ id }) => id.startsWith('Qwen/Qwen3-'));
    for (const { id } of family) {
      const { suggestions } = plan({ gpu: 'rtx-4060', model: id, release: '0.33.0', options: { maxModelLen: 8192 } });
      for (const { change } of suggestions)
        if (change.model !== undefined) expect([id, pooling.has(change.model)]).toEqual([id, pooling.has(id)]);
    }
  });
});
