import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@archon/testbed/kubectl';
import { describe, expect, it } from 'vitest';
import { codeBlocks, commandsOf, readPage, valuesFiles } from '../../archon-vllm/tests/support/markdown.ts';
import { problemsOf, render } from './support/chart.ts';
import { newFolder, resultFiles, StepRunner } from './steps/support/run-step.ts';

const pages = ['charts/archon-ci/README.md', 'docs/14-tekton.md'];

describe.each(pages)('The page %s', (page) => {
  it.each(valuesFiles(page).map((values, index) => ({ index, values })))(
    'should have values that install the pipeline: file $index',
    async ({ values }) => {
      expect(problemsOf(values)).toEqual([]);
      expect((await render(values)).map(({ kind }) => kind)).toContain('EventListener');
    },
  );

  it('should make every Secret that its values name', () => {
    const named = [...readPage(page).matchAll(/existingSecret: (\S+)/g)].map(([, name]) => name);
    const made = commandsOf(page, 'kubectl').flatMap((line) => /create secret \S+ (\S+)/.exec(line)?.[1] ?? []);
    expect(new Set(made)).toEqual(new Set(named));
  });

  it('should make a key by which the step signs, as printed', async () => {
    const folder = newFolder();
    const env = { ...process.env, HOME: folder, GNUPGHOME: folder };
    for (const line of commandsOf(page, 'gpg').filter((command) => !command.includes('--dearmor')))
      execFileSync('bash', ['-euc', line], { cwd: folder, env, stdio: 'pipe' });
    await run('gpgconf', ['--kill', 'gpg-agent'], { env });
    const steps = new StepRunner();
    const FOLDER = newFolder();
    mkdirSync(join(FOLDER, 'charts'));
    execFileSync(join(steps.folder, 'bin/helm'), ['create', 'charts/demo'], { cwd: FOLDER, env, stdio: 'ignore' });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@localhost', ...args], {
        cwd: FOLDER,
        env,
        encoding: 'utf8',
      });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message=demo');
    const task = {
      ...resultFiles(),
      FOLDER,
      CHARTS: 'charts',
      CHART: 'demo',
      DIST: newFolder(),
      COMMIT: git('rev-parse', 'HEAD').trim(),
      TIME: '0',
    };
    await steps.do('package', task);
    const signed = await steps.do('sign', { ...task, KEY: folder });
    expect(signed.stdout).toMatch(/^Signed demo-0\.1\.0\.tgz by [0-9A-F]{40}\.$/m);
    expect(readFileSync(join(folder, 'public.asc'), 'utf8')).toContain('BEGIN PGP PUBLIC KEY BLOCK');
  });
});

it('should have marks in the README that the step bump finds', () => {
  const block = codeBlocks(pages[0]!, 'yaml').find((text) => text.startsWith('# in the environment'))!;
  expect(
    block.split('\n').filter((line) => /: \S+ # archon-ci: archon-vllm (version|digest)$/.test(line)),
  ).toHaveLength(2);
});
