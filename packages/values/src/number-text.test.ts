import { describe, expect, it } from 'vitest';
import { asNumber, numberOf } from './number-text.ts';

describe('numberOf', () => {
  it.each([
    ['8192', 8192],
    ['0.85', 0.85],
    ['.5', 0.5],
    ['-1', -1],
    ['32k', 32_000],
    ['32K', 32_768],
    ['25.6k', 25_600],
    ['4.35k', 4350],
    ['1.001k', 1001],
    ['2G', 2 ** 31],
    ['1t', 1e12],
    ['auto', undefined],
    ['', undefined],
    ['32 k', undefined],
    ['32kb', undefined],
  ])('should read %s as vLLM does', (text, number) => {
    expect(numberOf(text)).toBe(number);
  });
});

describe('asNumber', () => {
  it('should convert where the schema says so, and only text', () => {
    const schema = { type: ['integer', 'string'], 'x-number': true as const };
    expect(['32k', 'auto', 5, null].map((value) => asNumber(schema, value))).toEqual([32_000, -1, 5, null]);
    expect(asNumber({ type: 'string' }, '32k')).toBe('32k');
  });
});
