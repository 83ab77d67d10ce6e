import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheDir } from '@archon/testbed/cache-dir';
import { clusterContent } from './content.ts';
import { createProgram } from '@archon/testbed/create-program';

beforeEach(() => {
  vi.stubEnv('ARCHON_CACHE_DIR', mkdtempSync(join(tmpdir(), 'archon-program-')));
  vi.stubEnv('NO_COLOR', '1');
});
afterEach(() => {
  rmSync(cacheDir(), { recursive: true });
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = 0;
});

/** What a command line says on both streams, and its exit code. */
async function say(...args: string[]): Promise<{ code: number | string; text: string }> {
  let text = '';
  const record = (chunk: unknown) => void (text += `${String(chunk)}\n`);
  vi.spyOn(console, 'log').mockImplementation(record);
  vi.spyOn(console, 'error').mockImplementation(record);
  const program = createProgram(clusterContent);
  for (const each of [program, ...program.commands])
    each.exitOverride().configureOutput({ writeOut: record, writeErr: record });
  try {
    await program.parseAsync(args, { from: 'user' });
    return { code: process.exitCode ?? 0, text };
  } catch (error) {
    return { code: (error as { exitCode: number }).exitCode, text };
  }
}

describe('npm run cluster', () => {
  it.each([
    [['pu'], 'Did you mean up?'],
    [['up', '--nodes', 'l4'], 'Did you mean --node?'],
    [['up', 'l4'], 'too many arguments'],
    [['up', '--node', 'rtx-5070ti'], 'Did you mean "rtx-5070-ti"?'],
    [['up', '--name', 'My Cluster'], 'lower-case letters, digits and hyphens'],
    [['up', '--name', '..'], 'lower-case letters, digits and hyphens'],
    [['up', '--port', '70000'], '--port 70000: a port is a number from 1 to 65535'],
    [['up', '--registry-port', '5e3'], '--registry-port 5e3: a port is a number'],
    [['up', '--port', '6443', '--registry-port', '6443'], 'two servers cannot share a port'],
    [['status', '--name', 'lab'], 'There is no cluster "lab". Start it with: npm run cluster -- up --name lab'],
  ])('should refuse %j with what to do', async (args, message) => {
    const { code, text } = await say(...args);
    expect(text).toContain(message);
    expect(code).toBe(1);
  });

  it('should print a mistake as JSON where a machine reads', async () => {
    const { code, text } = await say('up', '--node', 'nothing', '--json');
    expect(JSON.parse(text)).toEqual({
      ok: false,
      problems: [{ message: expect.stringContaining('has no GPU "nothing"') }],
    });
    expect(code).toBe(1);
  });

  it('should report that no cluster is running', async () => {
    expect(await say('down')).toEqual({ code: 0, text: '"default" is not running.\n' });
    expect(await say('down', '--all')).toEqual({ code: 0, text: 'No cluster is running.\n' });
    expect((await say('status')).text).toContain('Start one with: npm run cluster -- up');
    expect(JSON.parse((await say('status', '--json')).text)).toEqual({ ok: true, clusters: [] });
  });

  it.each(['up', 'down', 'status'])('should teach %s by examples that are command lines it takes', async (name) => {
    const { text } = await say(name, '--help');
    const examples = text.split('Examples:\n')[1]!.trim().split('\n');
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) {
      const [, line] = /^ *npm run cluster -- (.*)$/.exec(example)!;
      const command = createProgram(clusterContent).commands.find((each) => each.name() === name)!;
      expect(command.parseOptions(line!.split(' ').slice(1)).unknown).toEqual([]);
    }
  });
});
