import { once } from 'node:events';
import { freemem } from 'node:os';
import { ToolError } from '@archon/testbed/tool-error';

export interface TryOptions {
  /** Whether the node keeps running. */
  keep: boolean;
  /** Aborted by Ctrl-C, or a signal. */
  signal: AbortSignal;
}

/** In a terminal, waits for Ctrl-C; elsewhere nobody could press it. */
export async function stayUntilInterrupted(signal: AbortSignal): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    console.log('\nThis is not a terminal, so it stops now. npm run try -- --keep leaves it running.');
    return;
  }
  console.log('\nIt runs until you press Ctrl-C.');
  if (!signal.aborted) await once(signal, 'abort');
  console.log('\nStopping, and removing everything that it started.');
}

/** Resident: vLLM with its cache of 1 GiB 4.4 GiB, the node 1.1 GiB (measured). */
const neededGiB = 5.5;

/** Throws when there is too little memory: the kernel might kill another program. */
export function requireMemory(availableBytes = freemem()): void {
  const available = availableBytes / 2 ** 30;
  if (available >= neededGiB) return;
  throw new ToolError(
    `There is not enough memory: vLLM and its node need ${neededGiB} GiB, ${available.toFixed(1)} GiB are available.\n` +
      'Close programs that you do not need, or use a machine with 8 GiB. npm run cluster -- up needs less: its nodes are fake.',
  );
}
