import type { Preset } from './define-preset.ts';
import { downloadBytes } from './preset-values.ts';

const GIB = 2 ** 30;

/** A slow line, a slow disk, and what remains of a first start: imports, compiling, CUDA graphs. */
const slow = { lineBytesPerSecond: 10e6, diskBytesPerSecond: 200e6, otherSeconds: 420 } as const;

/** What a preset's pod needs besides the GPU, from the size of the model. */
export interface Provisions {
  /** Twice the download, so that a new revision fits next to the old one. */
  volumeGiB: number;
  /** First start on a slow line. */
  startupSeconds: number;
  /** Weights while they are read, /dev/shm, and about 6 GiB for Python, CUDA and the API server. */
  memoryGiB: number;
}

/** The least that a preset must provide; rounded up in the preset's file. */
export function provisionsOf({ model, hardware }: Preset, weightsGiB: number): Provisions {
  const bytes = downloadBytes(model.model.id) ?? 0;
  const { lineBytesPerSecond, diskBytesPerSecond, otherSeconds } = slow;
  return {
    volumeGiB: (2 * bytes) / GIB,
    startupSeconds: bytes / lineBytesPerSecond + bytes / diskBytesPerSecond + otherSeconds,
    memoryGiB: weightsGiB + gibOf(hardware.sharedMemory?.size ?? '2Gi') + 6,
  };
}

/** Gi or Ti of a quantity. */
export function gibOf(quantity: string | number): number {
  const [, figure, unit] = /^(\d+(?:\.\d+)?)(Gi|Ti)$/.exec(String(quantity)) ?? [];
  if (figure === undefined) throw new RangeError(`${quantity} is not in Gi or Ti`);
  return Number(figure) * (unit === 'Ti' ? 1024 : 1);
}
