import { once } from 'node:events';

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
