import { describe, expect, it } from 'vitest';
import { ecmaPattern } from './ecma-pattern.ts';

describe('A pattern of a Go type', () => {
  it.each([
    ['^[a-z]+$', '^[a-z]+$'],
    ['^(?i)(ab|c)?$', '^([aA][bB]|[cC])?$'],
    ['^\\PC*$', '^\\P{C}*$'],
    ['^((?i)a\\d|[1-9])b$', '^([aA]\\d|[1-9])b$'],
  ])('should be as JavaScript reads it: %s', (pattern, expected) => expect(ecmaPattern(pattern)).toBe(expected));

  it('should be refused where it is not translated', () => {
    expect(() => ecmaPattern('(?i)[a-c]')).toThrow(/class of letters after \(\?i\)/);
  });
});
