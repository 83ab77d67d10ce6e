import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readText, workspaceRoot } from '@archon/values';
import { describe, expect, it } from 'vitest';

const coder = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';
const program = join(workspaceRoot, 'packages/cli/bin/archon.js');

/** The program as users start it. */
function archon(args: string[], { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {}) {
  const { FORCE_COLOR: _, NO_COLOR: __, ...rest } = process.env;
  return spawnSync(process.execPath, [program, ...args], { input, env: { ...rest, ...env }, encoding: 'utf8' });
}

const question = (more: object): string => JSON.stringify({ gpu: 'rtx-5070-ti', model: coder, ...more });
const answers = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('archon plan --batch', () => {
  it('should answer every line in its place, and exit 1 for malformed ones', () => {
    const lines = [
      question({ options: { maxModelLen: 8192, maxNumSeqs: 16 } }),
      '{oops',
      '',
      '{"gpu":"nope","model":"x"}',
      question({ options: { maxModelLn: 8192 } }),
      question({ options: { maxModelLen: 32768 }, gpu: 'rtx-5070' }),
    ];
    const { status, stdout } = archon(['plan', '--batch', '-'], { input: `${lines.join('\r\n')}\n\n` });
    expect(status).toBe(1);
    const found = answers(stdout);
    expect(found.map(({ fits }) => fits)).toEqual([true, null, null, null, null, false]);
    expect(found[2]).toMatchObject({ kvCacheGiB: null, reasons: ['The line is empty.'] });
    expect(found[0]).toMatchObject({ contextTokens: 8192, marginGiB: expect.any(Number) as number });
  });

  it('should exit 0 when all lines are questions, though some have no answer', () => {
    const input = `\uFEFF${question({})}\n{"gpu":"nope","model":"x"}`;
    const { status, stdout } = archon(['plan', '--batch', '-'], { input });
    expect([status, answers(stdout).length]).toEqual([0, 2]);
  });

  it('should refuse lines that are too long', () => {
    const input = `${'x'.repeat(3_000_000)}\n${question({})}\n`;
    const { stdout } = archon(['plan', '--batch', '-'], { input });
    expect(answers(stdout).map(({ reasons }) => (reasons as string[])[0])).toEqual([
      'The line is too long for a question.',
      expect.any(String),
    ]);
  });

  it('should answer nothing to nothing', () => {
    expect(archon(['plan', '--batch', '-'])).toMatchObject({ status: 0, stdout: '' });
  });
});

describe('archon, as a program', () => {
  const args = ['plan', '--gpu', 'rtx-5070-ti', '--model', coder];

  it('should colour for FORCE_COLOR, and not in pipes or for NO_COLOR', () => {
    expect(archon(args).stdout).not.toContain('\u001B[');
    expect(archon(args, { env: { FORCE_COLOR: '1' } }).stdout).toContain('\u001B[');
    expect(archon(args, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).stdout).not.toContain('\u001B[');
  });

  it('should draw the bar in ASCII where the terminal shows no more', () => {
    const { stdout, status } = archon(args, { env: { LC_ALL: 'C' } });
    expect(stdout).toMatch(/^ {2}#+%+\++=*o+/m);
    expect(status).toBe(0);
  });

  it('should not load what planning does not need', () => {
    const loaded = archon(args, { env: { NODE_DEBUG: 'esm', LC_ALL: 'C' } }).stderr;
    const bundle = JSON.parse(readText(join(workspaceRoot, 'node_modules/.cache/archon-cli/current.json'))) as {
      outputs: Record<string, string[]>;
    };
    const inputs = Object.entries(bundle.outputs)
      .filter(([file]) => loaded.includes(file))
      .flatMap(([, sources]) => sources);
    expect(inputs).toContain('packages/sizing/src/plan/plan.ts');
    expect(inputs.filter((path) => /node_modules\/(ajv|handlebars|yaml|@kubernetes)\//.test(path))).toEqual([]);
  });

  it('should suggest commands and options', () => {
    expect(archon(['plann'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Did you mean plan?') as string,
    });
    expect(archon(['plan', '--gpus', 'l4'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Did you mean --gpu?') as string,
    });
  });
});
