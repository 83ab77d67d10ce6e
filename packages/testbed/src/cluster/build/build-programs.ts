import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { repoRoot } from '../../process/cache-dir.ts';
import { ToolError } from '../../process/tool-error.ts';
import { isStale } from '../../process/file-lock.ts';
import type { Supervisor } from '../supervisor.ts';
import type { RealNodeContent } from '../../node/real-node.ts';
import { buildSteps } from './build-steps.ts';

/**
 * Builds what is missing, in a process of the supervisor: it ends with us, its `go` and compilers too. What it
 * says is passed on as it comes; a failure is an error with what went wrong.
 */
export async function buildPrograms(
  supervisor: Supervisor,
  folder: string,
  { real, say }: { real: RealNodeContent | undefined; say: (text: string) => void },
): Promise<void> {
  const temporary = join(folder, 'build');
  mkdirSync(temporary, { recursive: true });
  const log = join(folder, 'build.log');
  const script = real?.buildScript ?? fileURLToPath(import.meta.resolve('./run-build.ts'));
  const building = supervisor.run({
    name: 'build',
    args: [process.execPath, '--import', 'tsx', script],
    cwd: repoRoot,
    // Go's temporary folders are removed with ours.
    env: { ...(process.env as Record<string, string>), GOTMPDIR: temporary },
    log,
  });
  const said = await passOn(log, building, say).finally(() => removePartialBuilds(real));
  if ((await building) !== 'exit status 0') throw new ToolError(said.trim() || `The build ended: ${await building}.`);
  rmSync(temporary, { recursive: true, force: true });
}

/** Prints whole lines of a log until a process ends; returns the lines after the last step. */
async function passOn(log: string, ending: Promise<unknown>, say: (text: string) => void): Promise<string> {
  let ended = false;
  const end = ending.finally(() => (ended = true));
  let read = 0;
  let rest = '';
  for (;;) {
    const last = ended;
    const text = existsSync(log) ? readFileSync(log, 'utf8') : '';
    for (const line of text
      .slice(read, text.lastIndexOf('\n') + 1)
      .split('\n')
      .slice(0, -1)) {
      if (/^(building|built) /.test(line)) say(line);
      else rest += `${line}\n`;
    }
    read = text.lastIndexOf('\n') + 1;
    if (last) return rest;
    await Promise.race([delay(200), end]);
  }
}

/** Removes the partial folders of killed builds, whose lock names a process that has ended. */
function removePartialBuilds(real: RealNodeContent | undefined): void {
  for (const { folder } of buildSteps(real)) {
    // In this order: what appears later belongs to the process that took the lock afterwards.
    const partial = partialFolders(folder);
    const lock = `${folder}.lock`;
    if (!existsSync(lock) || !isStale(lock)) continue;
    for (const each of partial) rmSync(each, { recursive: true, force: true });
  }
}

function partialFolders(folder: string): string[] {
  const parent = dirname(folder);
  if (!existsSync(parent)) return [];
  const names = readdirSync(parent).filter((name) => name.startsWith(`${basename(folder)}.partial-`));
  return names.map((name) => join(parent, name));
}
