import { validateValues } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { model, validation } from './support/chart.ts';
import { notesOf } from './support/notes.ts';
import { valuesFile } from './support/problems.ts';

const cases = model.warnings.flatMap(({ name, path, examples }) =>
  examples.map((example) => ({ name, path, ...example })),
);

const warningsOf = (values: unknown) => validateValues(validation, [valuesFile(values)]).warnings;

/** The lines that NOTES prints below "Warnings". */
async function noted(valuesObject: Record<string, unknown>): Promise<string[]> {
  const [, section = ''] = /\n\nWarnings\n((?: {2}- .*\n)+)/.exec(await notesOf({ valuesObject })) ?? [];
  return section.split('\n').flatMap((line) => (line === '' ? [] : [line.replace('  - ', '')]));
}

describe('The warnings', () => {
  it.each(cases)('should name $name in validate and in the NOTES of both Helms: $broken', async ({ path, broken }) => {
    const warnings = warningsOf(broken);
    expect(warnings.map((warning) => warning.path)).toEqual([path]);
    expect(await noted(broken)).toEqual(warnings.map(({ message }) => message));
  });

  it.each(cases)('should not name $name: $fine', async ({ fine }) => {
    expect(warningsOf(fine)).toEqual([]);
    expect(await noted(fine)).toEqual([]);
  });
});
