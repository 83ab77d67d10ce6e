import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { ArchonError, isRecord } from '@archon/values';

/** A tensor of a safetensors file. */
export interface Tensor {
  readonly name: string;
  readonly bytes: number;
  readonly dtype: string;
}

/** A header longer than this is not one: the safetensors library refuses it too. */
const longestHeader = 100_000_000;
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

/** Bytes of the header, which begins at byte 8 of a file of a size, by the first 8 bytes. */
export function headerLength(file: string, start: Buffer, size: number): number {
  if (size < 8 || start.length < 8)
    throw broken(file, `The file is truncated: it has ${size} bytes, not even the 8 of a header's length.`);
  const length = Number(start.subarray(0, 8).readBigUInt64LE());
  if (length > longestHeader)
    throw broken(file, `This is not a safetensors file: its header would have ${length} bytes.`);
  if (8 + length > size)
    throw broken(file, `The file is truncated: its header needs ${8 + length} bytes, and it has ${size}.`);
  return length;
}

/** The tensors that a header describes; those of a file of that size end with it. */
export function headerTensors(file: string, header: Buffer, size: number): Tensor[] {
  const tensors = parseHeader(file, header.toString('utf8'));
  const needed = 8 + header.length + tensors.reduce((end, tensor) => Math.max(end, tensor.end), 0);
  if (needed > size) throw broken(file, `The file is truncated: its tensors need ${needed} bytes, and it has ${size}.`);
  return tensors.map(({ name, bytes, dtype }) => ({ name, bytes, dtype }));
}

function readBytes(handle: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(handle, buffer, 0, length, position));
}

function parseHeader(file: string, text: string): (Tensor & { end: number })[] {
  const header = parseJson(text);
  if (!isRecord(header)) throw broken(file, 'This is not a safetensors file: its header is not JSON.');
  return Object.entries(header).flatMap(([name, entry]) => {
    if (name === '__metadata__') return [];
    const { data_offsets: offsets, dtype } = isRecord(entry) ? entry : {};
    const [begin, end] = Array.isArray(offsets) ? (offsets as unknown[]) : [];
    if (typeof dtype !== 'string' || typeof begin !== 'number' || typeof end !== 'number' || begin < 0 || end < begin)
      throw broken(file, `The header describes the tensor ${name} without a type or valid offsets.`);
    return [{ name, dtype, bytes: end - begin, end }];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const broken = (file: string, message: string): ArchonError =>
  new ArchonError([{ file, message, hint: 'Download the file again.' }]);
