import { describe, expect, it } from 'vitest';
import { demandMemory } from './demand-memory.ts';

describe('demandMemory', () => {
  it('should refuse too little, with the numbers and what to do', () => {
    expect(() => demandMemory(6 * 2 ** 30)).not.toThrow();
    expect(() => demandMemory(2 * 2 ** 30)).toThrow(/need 5\.5 GiB, 2\.0 GiB are available\.\nClose programs/);
  });
});
