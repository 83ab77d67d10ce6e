import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { charts } from '@archon/charts';
import { chartModel } from '@archon/generator/define-chart';
import { versionValues, versionValuesText } from '@archon/generator/version-values';
import { UNRELEASED } from './check-release.ts';

/**
 * Writes the version where it is said: package.json with its lock file, and CHANGELOG.md, whose section becomes the list
 * of changes of the charts. Keeps the values of each chart, with which UPGRADING.md of a later version is compared. Then
 * generates the charts again.
 */
export function writeVersion(root: string, version: string, date: string): void {
  edit(join(root, 'package.json'), (text) => text.replace(/^( {2}"version": ")[^"]*/m, `$1${version}`));
  // Its own version is twice in the lock file, before everything else.
  edit(join(root, 'package-lock.json'), (text) => {
    let left = 2;
    return text.replaceAll(/^( {2}| {6})"version": "[^"]*"/gm, (line, indent: string) =>
      left-- > 0 ? `${indent}"version": "${version}"` : line,
    );
  });
  edit(join(root, 'CHANGELOG.md'), (text) =>
    text.replace(`\n${UNRELEASED}\n`, `\n${UNRELEASED}\n\n## ${version} - ${date}\n`),
  );
  for (const chart of charts) {
    const folder = join(root, 'schemas', chart.name, 'released');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${version}.json`), versionValuesText(versionValues(chartModel(root, chart).model)));
  }
  execFileSync('npx', ['nx', 'run', 'generator:build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

function edit(file: string, change: (text: string) => string): void {
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`${file} has no version to change.`);
  writeFileSync(file, after);
}
