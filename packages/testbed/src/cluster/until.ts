import { setTimeout as delay } from 'node:timers/promises';
import { ToolError } from '../process/tool-error.ts';
import { lastLines } from './last-lines.ts';
import type { Supervisor } from './supervisor.ts';

interface Wait {
  /** What is said when it has not come true: `kube-apiserver was not ready`. */
  failure: string | (() => string);
  everyMs?: number;
  withinMs?: number;
  /** Their ends are printed then. */
  logs?: readonly string[];
}

/** Asks until the answer is true, as long as the supervised processes live. */
export async function until(
  supervisor: Supervisor,
  // Three minutes: seconds on an idle machine.
  { failure, everyMs = 50, withinMs = 180_000, logs = [] }: Wait,
  isSo: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    supervisor.throwIfDead();
    if (await isSo()) return;
    await delay(everyMs);
  }
  const what = typeof failure === 'string' ? failure : failure();
  const ends = logs.map((log) => ` The end of ${log}:\n${lastLines(log)}`);
  throw new ToolError(`${what} after ${withinMs / 1000} s.${ends.join('\n')}`);
}

/** Whether an address answers with success. */
export const answers = async (address: string): Promise<boolean> =>
  (await fetch(address).catch(() => undefined))?.ok ?? false;
