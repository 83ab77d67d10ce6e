import { textOf } from '@archon/values/testing/problems-of';
import { inFolder } from '@archon/values/testing/test-model';
import { describe, expect, it } from 'vitest';
import { loadCopies } from '../load-templates.ts';
import { compilerFor, problemText, smallModel } from '../testing/compile-text.ts';
import { fileTag } from './analyze/file-tag.ts';

const compileText = compilerFor(smallModel, {
  tags: { file: fileTag(['files/steps/clone.sh', 'files/steps/push.sh']) },
});
const helm = (text: string) => compileText(text).helm;

describe('file', () => {
  it('should print a file of the chart as a block of text, without its last line break', () => {
    expect(helm('script: |\n  {{file "files/steps/push.sh"}}\n')).toBe(
      'script: |\n  {{- .Files.Get "files/steps/push.sh" | trimSuffix "\\n" | nindent 2 }}\n',
    );
  });

  it('should find it where a block has moved the dot', () => {
    const text = '{{#each values.names as |name|}}\n- script: |\n    {{file "files/steps/push.sh"}}\n{{/each}}\n';
    expect(helm(text)).toContain('    {{- $.Files.Get "files/steps/push.sh" | trimSuffix "\\n" | nindent 4 }}');
  });

  it.each([
    [
      'script: |\n  {{file "files/steps/psh.sh"}}\n',
      'There is no file "files/steps/psh.sh" among those that the chart copies.',
      'Did you mean "files/steps/push.sh"?',
    ],
    ['script: |\n  {{file values.text}}\n', '{{file}} takes the path of a file of the chart, in quotes.', undefined],
  ])('should refuse %j', (text, message, hint) => {
    expect(textOf(() => helm(text))).toContain(problemText(text, '2:3', message, hint));
  });
});

describe('loadCopies', () => {
  it('should read the files of each folder, by their paths in the chart', () => {
    const files = { 'ci/steps/b.sh': 'b\n', 'ci/steps/a.sh': 'a\n', 'ci/other/c.sh': 'c\n' };
    expect(inFolder(files, (workspace) => loadCopies(workspace, { 'files/steps': 'ci/steps' }))).toEqual([
      { path: 'files/steps/a.sh', text: 'a\n' },
      { path: 'files/steps/b.sh', text: 'b\n' },
    ]);
  });
});
