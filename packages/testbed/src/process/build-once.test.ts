import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildOnce } from './build-once.ts';

const label = { title: 'a thing', takes: 'no time' };
const noProcess = 2 ** 30;

describe('buildOnce', () => {
  let parent: string;
  let folder: string;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'archon-build-'));
    folder = join(parent, 'thing');
    vi.spyOn(console, 'error').mockImplementation(() => {});
  });

  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(parent, { recursive: true, force: true });
  });

  it('should fill the folder once', () => {
    const fill = vi.fn((emptyFolder: string) => writeFileSync(join(emptyFolder, 'x'), 'done'));
    buildOnce(folder, label, fill);
    buildOnce(folder, label, fill);
    expect(fill).toHaveBeenCalledOnce();
    expect(readdirSync(parent)).toEqual(['thing']);
  });

  it('should leave nothing after a failed build', () => {
    const fail = (emptyFolder: string): void => {
      writeFileSync(join(emptyFolder, 'x'), 'half');
      throw new Error('no disk');
    };
    expect(() => buildOnce(folder, label, fail)).toThrow('no disk');
    expect(readdirSync(parent)).toEqual([]);
  });

  it('should recover from a killed build', () => {
    const partial = `${folder}.partial-abc`;
    mkdirSync(partial);
    utimesSync(partial, 0, 0);
    writeFileSync(`${folder}.lock`, String(noProcess));
    buildOnce(folder, label, () => {});
    expect(readdirSync(parent)).toEqual(['thing']);
  });

  it('should remove what a dead process left, and keep what another process builds', () => {
    mkdirSync(`${folder}.partial-${noProcess}-abc`);
    mkdirSync(`${folder}.partial-${process.pid}-abc`);
    buildOnce(folder, label, () => {});
    expect(readdirSync(parent).sort()).toEqual(['thing', `thing.partial-${process.pid}-abc`]);
  });

  it('should build once for two processes', { timeout: 30_000 }, async () => {
    const script = join(parent, 'race.mts');
    const log = join(parent, 'log');
    writeFileSync(
      script,
      `import { appendFileSync } from 'node:fs';
      import { buildOnce } from ${JSON.stringify(join(import.meta.dirname, 'build-once.ts'))};
      const slow = () => {
        appendFileSync(${JSON.stringify(log)}, 'built ');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
      };
      buildOnce(${JSON.stringify(folder)}, ${JSON.stringify(label)}, slow);`,
    );
    const run = () => promisify(execFile)(process.execPath, ['--import', 'tsx', script], { cwd: import.meta.dirname });
    await Promise.all([run(), run()]);
    expect(readFileSync(log, 'utf8')).toBe('built ');
    expect(existsSync(folder)).toBe(true);
  });
});
