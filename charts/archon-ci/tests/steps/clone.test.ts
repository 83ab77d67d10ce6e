import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@archon/testbed/kubectl';
import { describe, expect, it } from 'vitest';
import { Repository } from './support/repository.ts';
import { newFolder, StepRunner } from './support/run-step.ts';

const steps = new StepRunner();

/** A Secret with a name and a password, as its files. */
function credentials(files: Record<string, string>): string {
  const folder = newFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('The step clone', () => {
  it('should check out a commit, and say which and of when', async () => {
    const repository = await Repository.create({ file: 'one' });
    const first = await repository.commit({ file: 'two' });
    await repository.commit({ file: 'three' });
    const folder = join(newFolder(), 'run', 'source');
    const done = await steps.do('clone', { URL: repository.url, REVISION: first, FOLDER: folder });
    expect(done.results).toEqual({ RESULT_COMMIT: first, RESULT_TIME: '1795953600' });
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('two');
  });

  it('should check out a branch, again where an attempt before has left something', async () => {
    const repository = await Repository.create({ file: 'one' });
    const folder = join(newFolder(), 'source');
    const variables = { URL: repository.url, REVISION: 'main', FOLDER: folder };
    await steps.do('clone', variables);
    const latest = await repository.commit({ file: 'two' });
    const again = await steps.do('clone', variables);
    expect(again.results.RESULT_COMMIT).toBe(latest);
  });

  it('should fail for a commit that the repository does not have', async () => {
    const { url } = await Repository.create({ file: 'one' });
    const failed = await steps.run('clone', { URL: url, REVISION: 'a'.repeat(40), FOLDER: newFolder() });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(`git could not fetch ${'a'.repeat(40)} from ${url}.`);
  });

  it('should take no option of git for a revision or an address', async () => {
    for (const [URL, REVISION] of [
      ['file:///x', '--upload-pack=touch'],
      ['--upload-pack=x', 'main'],
    ]) {
      const failed = await steps.run('clone', { URL: URL!, REVISION: REVISION!, FOLDER: newFolder() });
      expect(failed.code).toBe(1);
      expect(failed.stderr).toContain('is not a revision of a repository');
    }
  });

  it('should give the password to the host of the repository alone, from the Secret', async () => {
    const folder = newFolder();
    const secret = credentials({ username: 'robot', password: 'from-the-secret' });
    const variables = { URL: 'https://127.0.0.1:1/team/chart.git', REVISION: 'main', FOLDER: folder };
    expect((await steps.run('clone', { ...variables, CREDENTIALS: secret })).code).toBe(1);
    expect(readFileSync(join(folder, '.git/config'), 'utf8')).not.toContain('from-the-secret');
    const fill = (host: string) =>
      run('git', ['-C', folder, 'credential', 'fill'], {
        input: `protocol=https\nhost=${host}\n\n`,
        env: { PATH: process.env.PATH, HOME: newFolder(), GIT_TERMINAL_PROMPT: '0' },
      });
    expect((await fill('127.0.0.1:1')).stdout).toContain('username=robot\npassword=from-the-secret\n');
    expect((await fill('127.0.0.1:2')).stdout).toBe('');
  });

  it('should let ssh use the key of the Secret, and no unknown host', async () => {
    const folder = newFolder();
    const secret = credentials({ 'ssh-privatekey': 'key', known_hosts: '' });
    const variables = { URL: 'ssh://git@127.0.0.1:1/chart.git', REVISION: 'main', FOLDER: folder };
    await steps.run('clone', { ...variables, CREDENTIALS: secret });
    const config = readFileSync(join(folder, '.git/config'), 'utf8');
    expect(config).toContain(`-i '${secret}/ssh-privatekey'`);
    expect(config).toContain(`StrictHostKeyChecking=yes -o UserKnownHostsFile='${secret}/known_hosts'`);
  });

  it.each([
    ['https://git.example.com/chart.git', { token: 'x' }, 'has neither username and password, nor ssh-privatekey'],
    ['git://git.example.com/chart.git', { username: 'a', password: 'b' }, 'username and password are for https://'],
  ])('should say what is wrong with the credentials for %s', async (URL, files, message) => {
    const variables = { URL, REVISION: 'main', FOLDER: newFolder(), CREDENTIALS: credentials(files as never) };
    const failed = await steps.run('clone', variables);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(message);
  });
});
