import { execFile } from 'node:child_process';
import { charts } from '@archon/charts';
import { readText, workspaceRoot } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { createProgram } from './main.ts';
import { cliFolder } from './testing/cli-folder.ts';

const folder = cliFolder();

/** Runs `archon` as users do, in a process of its own with its output piped. */
function archon(args: string[], colours: Record<string, string> = {}) {
  const own = Object.entries(process.env).filter(([name]) => !/^(FORCE_COLOR|NO_COLOR|CI)$/.test(name));
  const env = { ...Object.fromEntries(own), ...colours };
  const program = `${workspaceRoot}/packages/cli/bin/archon.js`;
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

describe('archon without a command', () => {
  it('should teach', async () => {
    const program = await createProgram();
    let help = '';
    program.configureOutput({ writeOut: (text) => (help += text), getOutHelpWidth: () => 80 });
    program.outputHelp();
    await expect(help).toMatchFileSnapshot('../bin/help.txt');
    for (const flag of ['--help', '-h', 'help'])
      expect(await archon([flag])).toEqual({ code: 0, stdout: help, stderr: '' });
    expect(await archon([])).toEqual({ code: 1, stdout: '', stderr: help });
  });
});

describe.concurrent('the process archon', () => {
  it('should print its version', async () => {
    const { version } = JSON.parse(readText(`${workspaceRoot}/package.json`)) as { version: string };
    for (const flag of ['--version', '-V'])
      expect(await archon([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('should suggest the command that was meant', async () => {
    expect(await archon(['vaildate', 'x'])).toEqual({
      code: 1,
      stdout: '',
      stderr: "error: unknown command 'vaildate'\n(Did you mean validate?)\n(archon --help shows the commands)\n",
    });
  });

  it('should print problems to stderr, without escape codes when piped', async () => {
    expect(await archon(['validate', 'bad.yaml', 'nowhere.yaml'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'nowhere.yaml\n  The file cannot be read: there is no such file.\n\n1 problem\n',
    });
  });

  it('should use colours where they are wanted', async () => {
    const { stderr } = await archon(['validate', 'bad.yaml'], { FORCE_COLOR: '1' });
    expect(stderr).toContain('\u001b[2mbad.yaml:1:1  replicas\u001b[22m\n');
    expect(stderr).toContain(' | \u001b[31m^\u001b[39m');
  });

  it('should know NO_COLOR', async () => {
    const { stderr } = await archon(['validate', 'bad.yaml'], { FORCE_COLOR: '1', NO_COLOR: '1' });
    expect(stderr).not.toContain('\u001b');
    expect(stderr).toContain('bad.yaml:1:1  replicas\n');
  });

  it('should print JSON to stdout', async () => {
    const { code, stdout, stderr } = await archon(['validate', 'bad.yaml', '--json']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      problems: [{ path: 'replicas' }, { path: 'engine.maxModelLn' }],
    });
  });

  it('should find the committed charts up to date', async () => {
    const { code, stdout, stderr } = await archon(['check']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/\d+/, 'N'))).toEqual(
      charts.map(({ name }) => `${name}  N files are up to date`),
    );
  });
});
