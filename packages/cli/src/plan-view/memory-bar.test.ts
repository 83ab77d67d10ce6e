import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { requestGiB } from '@archon/advice/memory-segments';
import { memoryBar } from './memory-bar.ts';
import { plainStyle } from './style.ts';
import { answerWith, fitting, lacking, unknown } from './testing/answers.ts';

const ascii = { ...plainStyle, unicode: false };

describe('memoryBar', () => {
  it('should draw the parts in proportion, with a glyph each', () => {
    const [bar] = memoryBar(fitting, ascii);
    // 76 cells for 16 GiB
    expect(bar).toBe(
      `  ${'#'.repeat(43)}${'%'.repeat(2)}${'+'.repeat(7)}==${'o'.repeat(7)}${'-'.repeat(5)}${'.'.repeat(10)}`,
    );
  });

  it('should point at the ends of the budget and the GPU', () => {
    const [, budget, gpu] = memoryBar(fitting, plainStyle);
    expect(budget).toMatch(/vLLM may use 14.00 GiB ┘$/);
    expect(gpu).toMatch(/the GPU has 16.00 GiB ┘$/);
    expect(gpu).toHaveLength(78);
    expect(budget).toHaveLength(2 + Math.round((14 / 16) * 76));
  });

  it('should draw what one request lacks past the budget', () => {
    const [bar, budget] = memoryBar(lacking, ascii);
    expect(bar).toMatch(/o+!+$/);
    expect(bar!.indexOf('!')).toBeGreaterThanOrEqual(budget!.length - 1);
  });

  it('should draw a cache that is less than nothing', () => {
    const [bar] = memoryBar(answerWith({ likely: -2, low: -3, high: -1 }, 1.5), ascii);
    expect(bar).toMatch(/^ {2}#+%+\++=+!+$/);
  });

  it('should fill any width', () => {
    for (let width = 40; width <= 120; width++)
      for (const answer of [fitting, lacking]) {
        const [bar] = memoryBar(answer, { ...plainStyle, width });
        expect(bar).toHaveLength(width - 2);
      }
  });

  it('should colour the parts', () => {
    const [bar] = memoryBar(fitting, { ...ascii, colors: pc.createColors(true) });
    expect(bar).toContain(`\u001B[34m${'#'.repeat(43)}\u001B[39m`);
  });

  it('should draw nothing where nothing is known', () => {
    expect(memoryBar(unknown, plainStyle)).toEqual([]);
    expect(requestGiB(unknown)).toBeUndefined();
  });
});
