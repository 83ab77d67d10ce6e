import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { headerLength, headerTensors, type Tensor } from './safetensors.ts';

const pointerStart = 'version https://git-lfs';

/**
 * The tensors that a safetensors file holds, by its header: 8 bytes of length, little-endian, then JSON. The data is
 * not read, but its end must be the end of the file. Undefined for a Git LFS pointer: the weights are not here.
 */
export function readSafetensors(file: string): Tensor[] | undefined {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const start = readBytes(handle, 0, Math.min(size, pointerStart.length));
    if (start.toString('latin1') === pointerStart) return undefined;
    const length = headerLength(file, start, size);
    return headerTensors(file, readBytes(handle, 8, length), size);
  } finally {
    closeSync(handle);
  }
}

function readBytes(handle: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(handle, buffer, 0, length, position));
}
