import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemsOf } from '@archon/values/testing/problems-of';
import { bannerText } from '../generated-file.ts';
import { compareFiles } from './compare-files.ts';
import { writeFiles } from './write-files.ts';

const files = [
  { path: 'Chart.yaml', text: `# ${bannerText('a')}\nname: a\n` },
  { path: 'files/presets/b.json', text: '{}\n' },
  { path: 'templates/c.yaml', text: 'c: 1\n' },
];
const nothing = { missing: [], different: [], stale: [] };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archon-write-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Every file below the folder, with its text. */
const all = () =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
const generated = Object.fromEntries(files.map(({ path, text }) => [path, text]));

describe('writeFiles', () => {
  it('should write a chart into an empty folder, and say so', () => {
    expect(writeFiles(folder, files)).toEqual({ ...nothing, missing: files.map(({ path }) => path) });
    expect(all()).toEqual(generated);
  });

  it('should create the folder itself', () => {
    writeFiles(join(folder, 'deep/er'), files);
    expect(compareFiles(join(folder, 'deep/er'), files)).toEqual(nothing);
  });

  it('should touch nothing the second time', () => {
    writeFiles(folder, files);
    const before = files.map(({ path }) => statSync(join(folder, path), { bigint: true }).mtimeNs);
    expect(writeFiles(folder, files)).toEqual(nothing);
    expect(files.map(({ path }) => statSync(join(folder, path), { bigint: true }).mtimeNs)).toEqual(before);
  });

  it('should repair edited and deleted files', () => {
    writeFiles(folder, files);
    put('Chart.yaml', `# ${bannerText('a')}\nname: a\nedited: true\n`);
    rmSync(join(folder, 'templates/c.yaml'));
    expect(writeFiles(folder, files)).toEqual({ missing: ['templates/c.yaml'], different: ['Chart.yaml'], stale: [] });
    expect(all()).toEqual(generated);
  });

  it('should remove what it no longer generates, from its own folders only', () => {
    const neighbours = {
      'ci/a-values.yaml': '{}\n',
      'tests/__golden__/a.yaml': 'a: 1\n',
      LICENSE: 'Apache\n',
      'crds/x.yaml': 'x\n',
    };
    for (const [path, text] of Object.entries(neighbours)) put(path, text);
    const stale = ['files/old.json', 'presets/gone.yaml', 'templates/deep/old.yaml', 'templates/old.yaml'];
    writeFiles(folder, files);
    for (const path of stale) put(path, 'old\n');
    expect(writeFiles(folder, files).stale).toEqual(stale);
    expect(all()).toEqual({ ...neighbours, ...generated });
  });

  it('should finish what a process that was killed has left, in which Helm finds no chart', () => {
    writeFiles(folder, files);
    const staging = `${folder}.archon-new`;
    mkdirSync(staging);
    writeFileSync(join(staging, 'pid'), String(spawnSync('true').pid));
    mkdirSync(join(staging, 'old'));
    renameSync(join(folder, 'Chart.yaml'), join(staging, 'old/Chart.yaml'));
    put('templates/c.yaml', 'half\n');
    writeFiles(folder, files);
    expect(all()).toEqual(generated);
    expect(existsSync(staging)).toBe(false);
  });

  it('should leave a chart alone that another process is writing', () => {
    const staging = `${folder}.archon-new`;
    mkdirSync(staging);
    writeFileSync(join(staging, 'pid'), String(process.ppid));
    expect(problemsOf(() => writeFiles(folder, files))).toEqual([
      {
        file: folder,
        message: `Another archon (process ${process.ppid}) is writing this chart. Try again when it has ended, or delete ${staging}.`,
      },
    ]);
    rmSync(staging, { recursive: true });
    expect(all()).toEqual({});
    expect(readdirSync(dirname(folder)).filter((name) => name.startsWith(basename(staging)))).toEqual([]);
  });

  it.each([
    ['templates of someone else', { 'templates/mine.yaml': 'x\n' }, 'it has templates, but no Chart.yaml'],
    ['a file in the place of ours', { 'values.yaml': 'x\n' }, 'it has values.yaml, but no Chart.yaml'],
    ['a chart of someone else', { 'Chart.yaml': 'name: a\n' }, 'its Chart.yaml does not begin with the line'],
    ['another chart', { 'Chart.yaml': `# ${bannerText('b')}\nname: b\n` }, 'its Chart.yaml is of the chart b'],
  ])('should refuse a folder with %s, and delete nothing', (_what, theirs, why) => {
    for (const [path, text] of Object.entries(theirs)) put(path, text!);
    const withValues = [...files, { path: 'values.yaml', text: '{}\n' }];
    expect(problemsOf(() => writeFiles(folder, withValues))[0]).toMatchObject({
      file: folder,
      message: expect.stringContaining(why),
    });
    expect(all()).toEqual(theirs);
  });
});

describe('writeFiles, when it cannot write', () => {
  const refused = (target = folder) => problemsOf(() => writeFiles(target, files));

  it.each([
    ['a folder is where a file is needed', 'templates/c.yaml/x', 'templates/c.yaml'],
    ['a folder is where a file is needed', 'Chart.yaml/x', 'Chart.yaml'],
    ['a file is where a folder is needed', 'templates', 'templates'],
    ['a file is where a folder is needed', 'files/presets', 'files/presets'],
  ])('should change nothing because %s: %s', (reason, obstacle, place) => {
    writeFiles(folder, files);
    rmSync(join(folder, place), { recursive: true });
    put('presets/old.yaml', 'old\n');
    put(obstacle, 'mine\n');
    const before = all();
    expect(refused()).toEqual([
      { file: join(folder, place), message: `The chart cannot be written: ${reason}. Nothing was changed.` },
    ]);
    expect(all()).toEqual(before);
  });

  it('should say that the target itself is a file', () => {
    put('target', 'mine\n');
    expect(refused(join(folder, 'target'))).toEqual([
      {
        file: join(folder, 'target'),
        message: 'The chart cannot be written: a file is where a folder is needed. Nothing was changed.',
      },
    ]);
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('mine\n');
  });

  it('should put everything back when a move fails', () => {
    writeFiles(folder, files);
    put('templates/old.yaml', 'old\n');
    const before = all();
    const changed = [files[0]!, { path: 'templates/c.yaml', text: 'c: 2\n' }, files[1]!];
    // The second move of the same file finds nothing to move.
    expect(() => writeFiles(folder, [...changed, { path: 'templates/c.yaml', text: 'c: 3\n' }])).toThrow(
      'Nothing was changed.',
    );
    expect(all()).toEqual(before);
    expect(writeFiles(folder, files).stale).toEqual(['templates/old.yaml']);
  });

  it('should take back what it has staged when a later file cannot be written', () => {
    const long = `templates/${'x'.repeat(256)}`; // longer than file systems allow
    expect(problemsOf(() => writeFiles(folder, [...files, { path: long, text: '' }]))).toEqual([
      { file: join(folder, long), message: 'The chart cannot be written: its name is too long. Nothing was changed.' },
    ]);
    expect(all()).toEqual({});
    expect(existsSync(`${folder}.archon-new`)).toBe(false);
  });
});

describe('compareFiles', () => {
  it('should find everything missing where there is nothing', () => {
    expect(compareFiles(join(folder, 'nowhere'), files)).toEqual({
      ...nothing,
      missing: files.map(({ path }) => path),
    });
  });
});
