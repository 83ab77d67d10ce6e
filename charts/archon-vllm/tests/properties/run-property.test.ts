import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HelmEngine } from '@archon/testbed/helm-engine';
import type { Property } from './property.ts';
import { BrokenProperty, keepCase, runProperty } from './run-property.ts';

const none = {} as HelmEngine;
const smallNumbers: Property<number> = {
  name: 'small-numbers',
  title: 'be below 100',
  cases: fc.nat({ max: 1000 }),
  check: async (one) => {
    if (one >= 100) throw new Error(`${one} is not below 100`);
  },
};

describe('runProperty', () => {
  it('should give the smallest case that breaks a property, and the seed', async () => {
    const broken = await runProperty(smallNumbers, none, { cases: 100, seed: 5 }).catch((error: unknown) => error);
    expect(broken).toBeInstanceOf(BrokenProperty);
    expect(broken).toMatchObject({ counterexample: 100, message: expect.stringContaining('ARCHON_SEED=5') });
    expect((broken as BrokenProperty).message).toMatch(
      /"small-numbers".*\n100 is not below 100\n\nThe smallest case .*: 100$/,
    );
  });

  it('should try as many cases as it is told, the same for the same seed', async () => {
    const seen = async (seed: number) => {
      const cases: number[] = [];
      const property = { ...smallNumbers, check: async (one: number) => void cases.push(one) };
      await runProperty(property, none, { cases: 30, seed });
      return cases;
    };
    expect(await seen(1)).toHaveLength(30);
    expect(await seen(1)).toEqual(await seen(1));
    expect(await seen(1)).not.toEqual(await seen(2));
  });
});

describe('keepCase', () => {
  it('should write a file of its own, also where an earlier one was removed', async () => {
    const into = mkdtempSync(join(tmpdir(), 'archon-cases-'));
    for (const file of ['small-numbers.2.json', 'small-numbers.10.json', 'other.12.json'])
      writeFileSync(join(into, file), '1\n');
    expect(await keepCase(smallNumbers, 100, into)).toBe(join(into, 'small-numbers.11.json'));
    expect(readdirSync(into)).toHaveLength(4);
    rmSync(into, { recursive: true });
  });
});
