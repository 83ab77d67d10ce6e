import { describe, expect, it } from 'vitest';
import { requireMemory } from './try-options.ts';

describe('requireMemory', () => {
  it('should refuse too little, with the numbers and what to do', () => {
    expect(() => requireMemory(6 * 2 ** 30)).not.toThrow();
    expect(() => requireMemory(2 * 2 ** 30)).toThrow(/need 5\.5 GiB, 2\.0 GiB are available\.\nClose programs/);
  });
});
