import { validateValues } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { notesOf } from '../../archon-vllm/tests/support/notes.ts';
import { valuesFile } from '../../archon-vllm/tests/support/problems.ts';
import { chart, problemsOf, refusals, render, validation } from './support/chart.ts';

const { rules, warnings } = validation.model;

const examplesOf = (all: typeof rules) =>
  all.flatMap(({ name, path, examples }) => examples.map((example) => ({ name, path, ...example })));

describe('The rules', () => {
  it.concurrent.each(examplesOf(rules))('should refuse $name, once and at $path: $broken', async ({ path, broken }) => {
    const [problem, ...more] = problemsOf(broken);
    expect(problem).toMatchObject({ path });
    expect(more).toEqual([]);
    for (const error of await refusals(broken)) {
      expect(error).toContain(`- ${path}: ${problem!.message}`);
      expect(error.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(1);
    }
  });

  it.concurrent.each(examplesOf(rules))('should leave the near miss of $name alone: $fine', async ({ fine }) => {
    expect(problemsOf(fine)).toEqual([]);
    expect(await render(fine)).not.toEqual([]);
  });
});

describe('The warnings', () => {
  const warned = (values: unknown) =>
    validateValues(validation, [valuesFile(values)]).warnings.map(({ message }) => message);

  /** The lines that NOTES prints below "Warnings". */
  async function noted(valuesObject: Record<string, unknown>): Promise<string[]> {
    const [, section = ''] = /\n\nWarnings\n((?: {2}- .*\n)+)/.exec(await notesOf({ chart, valuesObject })) ?? [];
    return section.split('\n').flatMap((line) => (line === '' ? [] : [line.replace('  - ', '')]));
  }

  it.each(examplesOf(warnings))('should name $name in validate and NOTES: $broken', async ({ broken, fine }) => {
    expect(warned(broken)).toHaveLength(1);
    expect(await noted(broken)).toEqual(warned(broken));
    expect(warned(fine)).toEqual([]);
    expect(await noted(fine)).toEqual([]);
  });
});
