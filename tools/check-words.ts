import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import ts from 'typescript';
import { repoRoot } from '@archon/testbed/cache-dir';
import { runScript } from '@archon/testbed/run-script';
import { ToolError } from '@archon/testbed/tool-error';
import { findWords, unusedExceptions } from './words/find-words.ts';

// Reports the words that docs/style.md bans, in the files or folders named, or everywhere.
const extensions = ['.ts', '.md', '.hbs', '.tpl', '.yaml', '.txt'];
const ignoredByGit = readFileSync(`${repoRoot}/.gitignore`, 'utf8')
  .split('\n')
  .filter((line) => line.endsWith('/'))
  .map((folder) => `**/${folder.slice(0, -1)}`);
const generated = [
  '**/*.gen.ts',
  '**/__golden__',
  '**/fixtures',
  'charts/*/*.*',
  'charts/*/files',
  'charts/*/presets',
  'charts/*/templates',
  'packages/engine/src/requirements.txt',
];

await runScript(() => {
  const under = process.argv.slice(2);
  const files = ts.sys
    .readDirectory(repoRoot, extensions, [...ignoredByGit, ...generated])
    .map((path) => relative(repoRoot, path))
    .filter((file) => under.length === 0 || under.some((place) => file === place || file.startsWith(`${place}/`)));
  const findings = files.flatMap((file) => findWords(file, readFileSync(`${repoRoot}/${file}`, 'utf8')));
  for (const { file, line, column, found, instead } of findings)
    console.error(`${line === 0 ? `${file} (its name)` : `${file}:${line}:${column}`}  "${found}": write ${instead}`);

  const unused = unusedExceptions((file) => ts.sys.readFile(`${repoRoot}/${file}`));
  for (const { file, text, from } of unused)
    console.error(`tools/words/banned-words.ts  ${file} no longer has "${text ?? from}": remove the exception`);

  const count = findings.length + unused.length;
  if (count > 0)
    throw new ToolError(`${count} ${count === 1 ? 'problem' : 'problems'}. The words are in docs/style.md.`);
  console.log(`words: ${files.length} files`);
});
