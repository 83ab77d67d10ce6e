import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repoRoot } from '@archon/testbed/cache-dir';
import { exceptions } from './banned-words.ts';
import { findWords, unusedExceptions } from './find-words.ts';

describe('findWords', () => {
  it('should name the place of a banned word, and what to write instead', () => {
    expect(findWords('docs/x.md', 'A GPU.\nThe card is\nno GPU.')).toEqual([
      { file: 'docs/x.md', line: 2, column: 5, found: 'card', instead: 'GPU' },
      { file: 'docs/x.md', line: 2, column: 10, found: 'is\nno', instead: 'is not a' },
    ]);
  });

  it('should read strings, comments, names and the name of the file in TypeScript, and no other code', () => {
    const text = [
      '/** Takes\n * whoever. */',
      'const gpuCards = `a ${value} card` + /card/.source;',
      "// a card\nimport x from './laws.ts';",
    ].join('\n');
    expect(findWords('tools/announce-plan.ts', text).map(({ line, found }) => [line, found])).toEqual([
      [0, 'announce'],
      [2, 'whoever'],
      [3, 'Cards'],
      [3, 'card'],
      [4, 'card'],
      [5, 'laws'],
    ]);
  });

  it.each([
    'a wildcard',
    'the model card',
    'a standard',
    'There is no longer a key.',
    'it is not',
    'is none',
    '900 tokens',
  ])('should leave "%s" alone', (text) => {
    expect(findWords('docs/x.md', text)).toEqual([]);
  });

  it('should allow a word only where an exception says so', () => {
    const words = (text: string) => findWords('CHANGELOG.md', text).map(({ line }) => line);
    expect(words('a card\n## 0.2.0\na card')).toEqual([1]);
  });
});

describe('unusedExceptions', () => {
  it('should name those whose text is gone', () => {
    const read = (file: string) => readFileSync(join(repoRoot, file), 'utf8');
    expect(unusedExceptions(read)).toEqual([]);
    const unused = unusedExceptions((file) => (file === 'CHANGELOG.md' ? 'rewritten' : read(file)));
    expect(unused).toEqual(exceptions.filter(({ file }) => file === 'CHANGELOG.md'));
  });
});
