import { describe, expect, it } from 'vitest';
import { alike } from './alike.ts';

describe('alike', () => {
  it('should not care for order and case, and find nothing far away', () => {
    expect(alike('numSpeculativeToken', ['num_speculative_tokens', 'num_tokens'])).toBe('num_speculative_tokens');
    expect(alike('foo', ['audio', 'image'])).toBeUndefined();
  });
});
