import { readFileSync } from 'node:fs';
import { ArchonError, type Problem } from '@archon/values/problem';
import { describe, expect, it } from 'vitest';
import { readEntry, type EntrySchema } from './check-entry.ts';

const gpu = JSON.parse(
  readFileSync(new URL('../catalog/schemas/gpu.schema.json', import.meta.url), 'utf8'),
) as EntrySchema;
const file = new URL('../catalog/gpus/rtx-4090.json', import.meta.url);
const text = readFileSync(file, 'utf8');

function problemsOf(changed: string): Problem[] {
  const problems: Problem[] = [];
  readEntry('gpus/rtx-4090.json', changed, gpu, problems);
  return problems;
}

const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

describe('readEntry', () => {
  it('should find nothing in a file of the catalog', () => {
    expect(problemsOf(text)).toEqual([]);
  });

  it('should name what is missing', () => {
    const { memory: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
    expect(problemsOf(JSON.stringify(rest))).toMatchObject([{ message: 'memory is missing.', line: 1, column: 1 }]);
  });

  it('should name an unknown key with the nearest one, and its place', () => {
    const changed = text.replace('"computeCapability"', '"computeCapabilty"');
    expect(problemsOf(changed)).toMatchObject([
      {
        message: 'Unknown key "computeCapabilty".',
        hint: 'Did you mean "computeCapability"?',
        line: lineOf('"computeCapability"'),
        column: 3,
      },
    ]);
  });

  it('should show where a comma is missing', () => {
    const changed = text.replace(/,\n {2}"name"/, '\n  "name"');
    const [problem, ...more] = problemsOf(changed);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ file: 'gpus/rtx-4090.json', line: lineOf('"name"'), column: 3 });
    expect(problem!.message).toMatch(/^This is not valid JSON: Expected ','/);
  });

  it('should report all problems together, as a message without a stack', () => {
    const changed = text.replace(/"kind": "[a-z]+"/, '"kind": "desk"').replace('"memory": {', '"memory": { "giB": 24,');
    const problems = problemsOf(changed);
    expect(problems.map(({ path }) => path)).toEqual(['kind', 'memory.giB']);
    expect(new ArchonError(problems).message).toContain(`gpus/rtx-4090.json:${lineOf('"kind"')}:3  kind`);
  });
});
