import { freemem } from 'node:os';
import { ToolError } from '@archon/testbed/tool-error';

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
