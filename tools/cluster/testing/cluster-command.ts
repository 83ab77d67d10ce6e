import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { cacheDir, repoRoot } from '@archon/testbed/cache-dir';

/** How long a test waits for an event that comes within a second on an idle machine. */
export const patiently = { timeout: 120_000, interval: 100 };

/** The exit code and the output of a command. */
export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `npm run cluster --` with its own cache folder, so that its clusters are separate from those of the user and of other tests. */
export class ClusterCommand {
  readonly cache: string;
  readonly #env: NodeJS.ProcessEnv;

  /** `without`: programs that are not built yet. */
  constructor({ without = [], cache, env = {} }: { without?: string[]; cache?: string; env?: NodeJS.ProcessEnv } = {}) {
    this.cache = cache ?? mkdtempSync(join(tmpdir(), 'archon-command-'));
    this.#env = { ...process.env, ...env, ARCHON_CACHE_DIR: this.cache, NO_COLOR: '1' };
    // kubectl does not follow a link to a folder of files.
    cpSync(join(cacheDir(), 'crds'), join(this.cache, 'crds'), { recursive: true });
    mkdirSync(join(this.cache, 'tools'));
    const built = readdirSync(join(cacheDir(), 'tools')).filter((name) => !/\.(lock|partial)/.test(name));
    for (const name of built.filter((each) => !without.some((program) => each.startsWith(program))))
      symlinkSync(join(cacheDir(), 'tools', name), join(this.cache, 'tools', name));
    onTestFinished(async () => {
      if (this.files.length > 0) await this.run('down', '--all');
      rmSync(this.cache, { recursive: true, force: true });
    });
  }

  /** Runs a command to its end. */
  async run(...args: string[]): Promise<CommandResult> {
    return this.start(...args).ended;
  }

  /** Starts a command; `says(text)` resolves once it has printed the text on stderr. */
  start(...args: string[]) {
    const script = join(repoRoot, 'tools/cluster.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { cwd: repoRoot, env: this.#env });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output }));
    return { pid: child.pid!, child: child as ChildProcess, ended, says: (text: string) => said(child, text) };

    async function said(speaking: typeof child, text: string): Promise<void> {
      while (!output.stderr.includes(text)) {
        if (speaking.exitCode !== null) throw new Error(`It ended without "${text}":\n${output.stderr}`);
        await Promise.race([once(speaking.stderr, 'data'), once(speaking, 'close')]);
      }
    }
  }

  /** The running programs of its clusters. */
  get processes(): string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(commandLine)
      .filter((command) => command.includes(this.cache));
  }

  /** The files of its clusters. */
  get files(): string[] {
    const clusters = join(this.cache, 'clusters');
    return existsSync(clusters) ? readdirSync(clusters) : [];
  }
}

/** Empty for a process that has ended. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
