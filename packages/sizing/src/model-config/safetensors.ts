import { ArchonError } from '@archon/values/problem';
import { isRecord } from '@archon/values/is-record';

/** A tensor of a safetensors file. */
export interface Tensor {
  readonly name: string;
  readonly bytes: number;
  readonly dtype: string;
}

/** A header longer than this is not one: the safetensors library refuses it too. */
const longestHeader = 100_000_000;

/** Bytes of the header, which begins at byte 8 of a file of a size, by the first 8 bytes. */
export function headerLength(file: string, start: Uint8Array, size: number): number {
  if (size < 8 || start.length < 8)
    throw broken(file, `The file is truncated: it has ${size} bytes, not even the 8 of a header's length.`);
  const length = Number(new DataView(start.buffer, start.byteOffset, 8).getBigUint64(0, true));
  if (length > longestHeader)
    throw broken(file, `This is not a safetensors file: its header would have ${length} bytes.`);
  if (8 + length > size)
    throw broken(file, `The file is truncated: its header needs ${8 + length} bytes, and it has ${size}.`);
  return length;
}

/** The tensors that a header describes; those of a file of that size end with it. */
export function headerTensors(file: string, header: Uint8Array, size: number): Tensor[] {
  const tensors = parseHeader(file, new TextDecoder().decode(header));
  const needed = 8 + header.length + tensors.reduce((end, tensor) => Math.max(end, tensor.end), 0);
  if (needed > size) throw broken(file, `The file is truncated: its tensors need ${needed} bytes, and it has ${size}.`);
  return tensors.map(({ name, bytes, dtype }) => ({ name, bytes, dtype }));
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
