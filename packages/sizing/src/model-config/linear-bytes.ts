import type { ModelQuantization } from '../catalog-types.ts';

/** A matrix that a method may quantize. */
export interface Linear {
  readonly rows: number;
  readonly columns: number;
}

/** Bytes of a matrix with `rows` inputs and `columns` outputs, its scales and zero points included. */
export function linearBytes({ rows, columns }: Linear, quantization: ModelQuantization | undefined): number {
  const elements = rows * columns;
  if (!quantization) return elements * 2;
  const { method, bits } = quantization;
  switch (method) {
    case 'gptq':
    case 'gptq_marlin':
      // g_idx names the group of each row, in 32 bits
      return elements * (bits / 8) + groups(rows, quantization) * columns * (2 + bits / 8) + rows * 4;
    case 'awq':
      return elements * (bits / 8) + groups(rows, quantization) * columns * (2 + bits / 8);
    case 'mxfp4':
      return elements / 2 + elements / 32;
    case 'modelopt_fp4':
      // a scale of 8 bits per group, and two of 32 bits for the matrix and its input
      return elements / 2 + groups(rows, quantization) * columns + 8;
    case 'fp8':
      return elements + scaleBytes(rows, columns, quantization);
    case 'compressed-tensors':
      if (quantization.groupSize === undefined) return elements * (bits / 8) + scaleBytes(rows, columns, quantization);
      // weight_shape is two 64-bit numbers
      return (
        elements * (bits / 8) + groups(rows, quantization) * columns * (quantization.zeroPoint ? 2 + bits / 8 : 2) + 16
      );
    default:
      throw new RangeError(`no size is known for weights of method ${method}`);
  }
}

/** Whether linearBytes knows the method. */
export const isKnownMethod = (method: string): boolean =>
  ['gptq', 'gptq_marlin', 'awq', 'mxfp4', 'modelopt_fp4', 'fp8', 'compressed-tensors'].includes(method);

function groups(rows: number, { groupSize = rows }: ModelQuantization): number {
  return Math.ceil(rows / groupSize);
}

/** Scales of 8-bit weights: 32 bits per block, 16 bits per output, or 32 bits for the whole matrix. */
function scaleBytes(rows: number, columns: number, { blockSize, scheme }: ModelQuantization): number {
  if (blockSize) return Math.ceil(rows / blockSize[1]) * Math.ceil(columns / blockSize[0]) * 4;
  return scheme === 'tensor' ? 4 : columns * 2;
}
