import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Repository } from './support/repository.ts';
import { newFolder, StepRunner } from './support/run-step.ts';

const steps = new StepRunner();
let FOLDER: string;

beforeEach(async () => {
  const { url } = await Repository.create({ template: 'a\n', generated: 'a\n', '.gitignore': 'cache\n' });
  FOLDER = join(newFolder(), 'source');
  await steps.do('clone', { URL: url, REVISION: 'main', FOLDER });
});

describe('The step drift', () => {
  it('should pass what is generated from its sources', async () => {
    const done = await steps.do('drift', { FOLDER, COMMAND: 'cp template generated; touch cache' });
    expect(done.stdout).toContain('Nothing changed.');
  });

  it('should stop at a file that was changed by hand, and show it', async () => {
    const failed = await steps.run('drift', { FOLDER, COMMAND: 'echo b > generated' });
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain('-a\n+b\n');
    expect(failed.stderr).toContain('not what `echo b > generated` writes:\n M generated\nRun it, and commit');
  });

  it('should stop at a file that was not committed', async () => {
    const failed = await steps.run('drift', { FOLDER, COMMAND: 'echo b > another' });
    expect(failed.stderr).toContain('?? another');
    expect(failed.code).toBe(1);
  });

  it('should tell a change of an earlier step from drift', async () => {
    await steps.do('run', { FOLDER, COMMAND: 'echo b > generated' });
    const failed = await steps.run('drift', { FOLDER, COMMAND: 'true' });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('The steps before this one changed files:\n M generated\n');
  });

  it('should stop where the generator fails', async () => {
    expect((await steps.run('drift', { FOLDER, COMMAND: 'false; true' })).code).toBe(1);
  });
});

describe('The step run', () => {
  it('should run a command in the checkout, and end as it ends', async () => {
    const failed = await steps.run('run', { FOLDER, COMMAND: 'cat template; exit 7' });
    expect(failed).toMatchObject({ code: 7, stdout: '$ cat template; exit 7\na\n' });
  });

  it('should stop at the first command that fails', async () => {
    const failed = await steps.run('run', { FOLDER, COMMAND: 'false | true\necho not reached' });
    expect(failed.code).toBe(1);
    expect(failed.stdout).not.toContain('\nnot reached');
  });
});

describe('The step copy-program', () => {
  it('should copy helm for the steps of other images', async () => {
    const TOOLS = newFolder();
    await steps.do('copy-program', { PROGRAM: 'helm', TOOLS });
    expect(readFileSync(join(TOOLS, 'helm')).subarray(1, 4).toString()).toBe('ELF');
  });

  it('should fail for what the image does not have', async () => {
    expect((await steps.run('copy-program', { PROGRAM: 'not-there', TOOLS: newFolder() })).code).not.toBe(0);
  });
});

describe('The step clean', () => {
  it('should remove the folder of a run, and refuse to remove everything', async () => {
    await steps.do('clean', { FOLDER });
    expect(existsSync(FOLDER)).toBe(false);
    expect((await steps.run('clean', { FOLDER: '' })).code).not.toBe(0);
  });
});
