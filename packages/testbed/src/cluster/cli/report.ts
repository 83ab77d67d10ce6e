import { constants } from 'node:os';
import { colors as pc } from '@archon/values/colors';
import { ToolError } from '../../process/tool-error.ts';

/** Runs a command: a problem that the user can fix is printed and exits 1, a bug keeps its stack. */
export async function runCommand(json: boolean | undefined, command: () => void | Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const { message, exitCode } = explain(error);
    process.exitCode = exitCode;
    if (json) return console.log(JSON.stringify({ ok: false, problems: [{ message }] }, null, 2));
    const [first = '', ...rest] = message.split('\n');
    console.error([pc.red(first), ...rest].join('\n'));
  }
}

/** A failed write is not a bug either. */
const refusals: Record<string, string> = {
  ENOSPC: 'the disk is full. Free some space, or set ARCHON_CACHE_DIR to a folder of another disk',
  EDQUOT: 'your disk quota is used up. Free some space, or set ARCHON_CACHE_DIR to a folder of another disk',
  EROFS: 'the disk is read-only. Set ARCHON_CACHE_DIR to a folder that you may write',
  EACCES: 'you may not write there. Set ARCHON_CACHE_DIR to a folder that you may write',
};

function explain(error: unknown): { message: string; exitCode: number } {
  if (error instanceof Interrupted) return error;
  if (error instanceof ToolError) return { message: error.message, exitCode: 1 };
  const { code = '', path } = error as NodeJS.ErrnoException;
  const refusal = refusals[code];
  if (!refusal) throw error;
  return { message: `${path ?? 'A file'} cannot be written: ${refusal}.`, exitCode: 1 };
}

/** The user, or the system, stops the command. */
export class Interrupted extends ToolError {
  readonly exitCode: number;

  constructor(signal: keyof typeof constants.signals, what: string) {
    super(`Interrupted by ${signal}: ${what}.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

const listenedTo = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborts once, by Ctrl-C or a signal; later ones are ignored, so that cleaning up can finish. */
export function listenForInterruption(what: string): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => controller.abort(new Interrupted(signal, what));
  for (const each of listenedTo) process.on(each, onSignal);
  return {
    signal: controller.signal,
    stop: () => listenedTo.forEach((each) => process.off(each, onSignal)),
  };
}
