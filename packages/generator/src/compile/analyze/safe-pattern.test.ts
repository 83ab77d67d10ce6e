import { typesOf, leavesOf, resolveRef } from '@archon/values';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { realModel } from '@archon/values/testing/real-model';
import { isSafePattern } from './safe-pattern.ts';

describe('isSafePattern', () => {
  it.each([
    '^[a-z]+$',
    '^[a-z0-9.-]+$',
    '^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$',
    '^([a-z0-9]([a-z0-9.-]*[a-z0-9])?)?$',
    '^sha256:[a-f0-9]{64}$',
    '^[0-9]+\\.[0-9]+\\.[0-9]+$',
    '^\\d+$',
    '^(a|b)$',
    '^a/(b|c(d|e))$',
    '^[^\\s"\'\\\\$:#]+$',
    '^x-[a-z]+@[a-z]+$',
  ])('should trust %s', (pattern) => {
    expect(isSafePattern(pattern)).toBe(true);
  });

  it.each([
    ['no beginning', '[a-z]+$'],
    ['no end', '^[a-z]+'],
    ['an escaped end', '^[a-z]+\\$'],
    ['a choice that anchors neither side', '^a|b$'],
    ['a choice behind a group', '^(a)|b$'],
    ['a dot', '^.*$'],
    ['a quote', '^a"b$'],
    ['a quote in a class', "^[a-z']+$"],
    ['a space', '^a b$'],
    ['a space in a class', '^[a-z ]+$'],
    ['white space', '^\\s+$'],
    ['everything but white space', '^\\S+$'],
    ['word characters, which engines read differently', '^\\w+$'],
    ['a backslash', '^[a-z\\\\]+$'],
    ['a dollar', '^[a-z$]+$'],
    ['a hash', '^[a-z#]+$'],
    ['a colon, which may come last', '^[a-z:]+$'],
    ['a colon at the end', '^[a-z]+:$'],
    ['a range across punctuation', '^[!-~]+$'],
    ['a range from one case to the other', '^[A-z]+$'],
    ['a negation that lets quotes in', '^[^\\s]+$'],
    ['a negation that lets white space in', '^[^"\'\\\\$:#]+$'],
    ['a negation of nothing', '^[^]+$'],
    ['a line break', '^a\\nb$'],
    ['an anchor inside', '^a$|^b$'],
  ])('should not trust %s', (_, pattern) => {
    expect(isSafePattern(pattern)).toBe(false);
  });

  it('should trust no pattern of the values model that matches unsafe text', () => {
    const patterns = leavesOf(realModel).flatMap(({ schema }) => {
      const { pattern, ...resolved } = resolveRef(realModel, schema);
      return pattern !== undefined && typesOf(resolved).join() === 'string' && isSafePattern(pattern) ? [pattern] : [];
    });
    expect(patterns.length).toBeGreaterThan(10);
    const texts = fc.constantFrom(...patterns).chain((pattern) => fc.stringMatching(new RegExp(pattern)));
    fc.assert(
      fc.property(texts, (text) => !/["'\\$\s#]|:$/.test(text)),
      { numRuns: 100 },
    );
  });
});
