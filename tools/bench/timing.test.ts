import { describe, expect, it, vi } from 'vitest';
import { interleave, median } from './timing.ts';

describe('median', () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[10, 2, 4, 1], 3],
  ])('should find the middle of %j', (values, middle) => {
    expect(median(values)).toBe(middle);
  });

  it('should leave its input as it is', () => {
    const values = [2, 1];
    median(values);
    expect(values).toEqual([2, 1]);
  });

  it('should refuse an empty list', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('interleave', () => {
  it('should run each in every round, after one round that does not count, and change the order', () => {
    const order: string[] = [];
    const contenders = ['a', 'b'].map((name) => ({ name, run: () => void order.push(name) }));
    const times = interleave(contenders, 2);
    expect(order.join(' ')).toBe('a b a b b a');
    expect([...times].map(([name, { length }]) => [name, length])).toEqual([
      ['a', 2],
      ['b', 2],
    ]);
  });

  it('should measure the call, unless it returns its own time', () => {
    const now = vi.fn<() => number>().mockReturnValueOnce(10).mockReturnValueOnce(17).mockReturnValueOnce(0);
    const contenders = [
      { name: 'timed', run: () => {} },
      { name: 'own', run: () => 42 },
    ];
    expect(Object.fromEntries(interleave(contenders, 1, now))).toEqual({ timed: [7], own: [42] });
  });
});
