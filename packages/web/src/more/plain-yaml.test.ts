import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseYamlFile } from '@archon/values';
import { ArchonError } from '@archon/values/problem';
import { valuesText } from '@archon/advice/values-text';
import { describe, expect, it } from 'vitest';
import { plainYaml } from './plain-yaml.ts';

/** What it reads, or the message of why it does not. */
function read(text: string): unknown {
  try {
    return plainYaml(text);
  } catch (error) {
    if (!(error instanceof ArchonError)) throw error;
    return error.problems[0]!.message;
  }
}

const whole = (text: string): unknown => parseYamlFile('values.yaml', text).value;

const root = join(import.meta.dirname, '../../../..');
const files = ['charts/archon-vllm/ci', 'charts/archon-vllm/presets', 'docs/deployments', 'tools/try'].flatMap(
  (folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => (name.endsWith('values.yaml') || folder.endsWith('presets')) && !name.startsWith('everything'))
      .map((name) => join(folder, name)),
);

describe('plainYaml', () => {
  it.each(['charts/archon-vllm/values.yaml', ...files])('should read %s as a YAML parser does', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    expect(read(text)).toEqual(whole(text) ?? {});
  });

  it('should read every file that the page writes', () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    const value = fc.oneof(
      scalar,
      fc.array(scalar, { maxLength: 3 }),
      fc.dictionary(fc.string(), scalar, { maxKeys: 3 }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z]{0,8}$/), value, { maxKeys: 5 }), (values) => {
        const entries = Object.entries(values).map(([key, one]) => ({
          path: ['podLabels', key] as const,
          value: one,
          why: 'Why #1: so.',
        }));
        const text = valuesText(['A header.'], entries, ['A note.']);
        expect(read(text)).toEqual(whole(text) ?? {});
      }),
    );
  });

  it('should read as a YAML parser does, or refuse', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      ': ',
      ':',
      '\n',
      '\n  ',
      '\n    ',
      '- ',
      '-',
      ' #',
      '#',
      '"',
      "'",
      '1',
      '0',
      '1.5',
      'true',
      'no',
      'null',

      '{',
      '}',
      '[',
      ']',
      ',',
      '|',
      '>',
      '&x',
      '*x',
      '!!str',
      '~',
      ' ',
      '\t',
      '---',
      '?',
      '%',
      '@',
      '\\',
      '1e3',
      '0x1',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 14 }).map((pieces) => `a: ${pieces.join('')}`),
        (text) => {
          const found = read(text);
          if (typeof found === 'string') return;
          expect(found).toEqual(whole(text) ?? {});
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['a: &x 1\nb: *x', 'This is not read: "&x 1"'],
    ['a: 1\n---\nb: 2', 'This is not "key: value": "---"'],
    ['a: no', 'YAML readers differ on "no": put it in quotes.'],
    ['a: 1\na: 2', 'The key "a" is there twice.'],
    ['a: 0444', 'YAML readers differ on "0444": put it in quotes.'],
    ['a:\n\tb: 1', 'The indentation has a tab, which YAML forbids.'],
    ['a: one\n  two', 'A text over several lines is not read: "two"'],
  ])('should refuse %j, with the reason', (text, message) => {
    expect(read(text)).toBe(message);
  });
});
