import { parseYamlFile } from '@archon/values';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefixLines, yamlText } from './yaml-text.ts';

describe('yamlText', () => {
  it.each([
    ['on', '"on"'],
    ['yes', '"yes"'],
    ['n', '"n"'],
    ['null', '"null"'],
    ['~', '"~"'],
    ['1_000', '"1_000"'],
    ['0777', '"0777"'],
    ['0o17', '"0o17"'],
    ['0x1F', '"0x1F"'],
    ['1e3', '"1e3"'],
    ['12:30', '"12:30"'],
    ['2024-05-01', '"2024-05-01"'],
    ['', '""'],
    ['a: b', '"a: b"'],
    ['a #b', '"a #b"'],
    ['plain', 'plain'],
    ['{{ x }}', '"{{ x }}"'],
  ])('should quote %j where Helm would read something else', (text, yaml) => {
    expect(yamlText(text)).toBe(yaml);
  });

  it('should never fold a long line', () => {
    const long = 'word '.repeat(60).trim();
    expect(yamlText({ long })).toBe(`long: ${long}`);
  });

  it('should be read back as it was', () => {
    const values = fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9._/-]{1,8}$/), fc.jsonValue({ maxDepth: 3 }), {
      noNullPrototype: true,
    });
    // The library leaves this key, which merges maps in YAML 1.1, without quotes.
    const isPlain = (value: unknown) => !JSON.stringify(value).includes('"<<":');
    fc.assert(
      fc.property(values.filter(isPlain), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as unknown;
        expect(parseYamlFile('v', yamlText(json)).value).toEqual(json);
      }),
      { numRuns: 200 },
    );
  });
});

describe('prefixLines', () => {
  it('should leave no blanks at the end of a line', () => {
    expect(prefixLines('a\n\nb', '# ')).toBe('# a\n#\n# b');
    expect(prefixLines('a\n\nb', '  ')).toBe('  a\n\n  b');
  });
});
