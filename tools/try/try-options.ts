import { once } from 'node:events';

export interface TryOptions {
  /** Whether it is left running. */
  keep: boolean;
  /** Aborted by Ctrl-C, or a signal. */
  signal: AbortSignal;
}

/** In a terminal, waits for Ctrl-C; elsewhere nobody could end it. */
export async function stayUntilInterrupted(signal: AbortSignal): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    console.log('\nThis is no terminal, so it ends here. npm run try -- --keep leaves it running.');
    return;
  }
  console.log('\nIt runs until you press Ctrl-C.');
  if (!signal.aborted) await once(signal, 'abort');
  console.log('\nEnding it: nothing is left.');
}
