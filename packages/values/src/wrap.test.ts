import { describe, expect, it } from 'vitest';
import { wrap } from './wrap.ts';

describe('wrap', () => {
  it.each([
    ['', 10, ['']],
    ['one', 10, ['one']],
    ['one two three', 7, ['one two', 'three']],
    ['one two three', 13, ['one two three']],
    ['incomprehensibilities no', 5, ['incomprehensibilities', 'no']],
  ])('should break %j at %i', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});
