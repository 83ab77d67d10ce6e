import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { repoRoot } from '@archon/testbed/cache-dir';
import { nextSteps, stepLines } from './next-steps.ts';

const lines = stepLines(nextSteps('.cache/helm4'), createColors(false));
const words = lines.join(' ').split(/[\s]+/);

describe('nextSteps', () => {
  it('should name only files that exist', () => {
    const paths = words.filter((word) => /^(\.\/)?(charts\/|[A-Z]+\.md)/.test(word));
    expect(paths.length).toBeGreaterThan(4);
    expect(paths.filter((path) => !existsSync(join(repoRoot, path)))).toEqual([]);
  });

  it('should name only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(repoRoot, 'package.json'), 'utf8')) as { scripts: object };
    const named = lines.join('\n').match(/(?<=npm (run )?)\b(?!run\b)\w+/g);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named ?? ['(none)']));
  });
});

describe('stepLines', () => {
  it('should align the remarks of a step', () => {
    const steps = [{ goal: 'Read', lines: [['a', 'first'], ['long', 'second'], ['alone, however long']] }];
    expect(stepLines(steps as Parameters<typeof stepLines>[0], createColors(false))).toEqual([
      'Read',
      '  a     first',
      '  long  second',
      '  alone, however long',
    ]);
  });
});
