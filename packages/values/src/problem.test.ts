import { describe, expect, it } from 'vitest';
import { ArchonError, formatProblem, refuse, type Problem } from './problem.ts';

describe('formatProblem', () => {
  it.each<[string, Problem, string]>([
    ['a sentence alone', { message: 'It broke.' }, '  It broke.'],
    ['what to do', { message: 'It broke.', hint: 'Fix it.' }, '  It broke.\n  Fix it.'],
    ['a path', { message: 'It broke.', path: 'engine.seed' }, 'engine.seed\n  It broke.'],
    ['a file', { message: 'It broke.', file: 'v.yaml' }, 'v.yaml\n  It broke.'],
    ['a line without a column', { message: 'It broke.', file: 'v.yaml', line: 3 }, 'v.yaml:3:1\n  It broke.'],
    [
      'everything',
      { message: 'It broke.', hint: 'Fix it.', path: 'a.b', file: 'v.yaml', line: 12, column: 5, source: '    b: 1' },
      ['v.yaml:12:5  a.b', '  It broke.', '  12 |     b: 1', '     |     ^', '  Fix it.'].join('\n'),
    ],
    [
      'the caret under the first column',
      { message: 'It broke.', file: 'v.yaml', line: 1, column: 1, source: 'b: 1' },
      'v.yaml:1:1\n  It broke.\n  1 | b: 1\n    | ^',
    ],
    [
      'what a terminal would obey as escapes, with the caret in its place',
      {
        message: 'It \u001b[2J broke.',
        file: 'v\u001b]0;x\u0007\n.yaml',
        line: 1,
        column: 4,
        source: '\u202ea: \u009b1m',
      },
      'v\\u001b]0;x\\u0007\\n.yaml:1:4\n  It \\u001b[2J broke.\n  1 | \\u202ea: \\u009b1m\n    |         ^',
    ],
    [
      'what is near, of a long line',
      {
        message: 'It broke.',
        file: 'v.json',
        line: 1,
        column: 502,
        source: `${'a'.repeat(501)}!${'b'.repeat(300)}`,
      },
      ['v.json:1:502', '  It broke.', `  1 | … ${'a'.repeat(80)}!${'b'.repeat(79)} …`, `    | ${' '.repeat(82)}^`].join(
        '\n',
      ),
    ],
    [
      'the end of a long line',
      { message: 'It broke.', file: 'v.json', line: 1, column: 500, source: `${'a'.repeat(499)}!` },
      ['v.json:1:500', '  It broke.', `  1 | … ${'a'.repeat(159)}!`, `    | ${' '.repeat(161)}^`].join('\n'),
    ],
  ])('should print %s', (_, problem, text) => {
    expect(formatProblem(problem)).toBe(text);
  });
});

describe('refuse', () => {
  it('should do nothing without problems', () => {
    expect(() => refuse([])).not.toThrow();
  });

  it('should throw all problems, a blank line between two', () => {
    const problems = [{ message: 'One.' }, { message: 'Two.', path: 'b' }];
    const error = new ArchonError(problems);
    expect(() => refuse(problems)).toThrow(error);
    expect(error).toMatchObject({ name: 'ArchonError', problems, message: '  One.\n\nb\n  Two.' });
  });
});
