import { thousands } from '@archon/sizing/figures';

/** `2.47`: GiB as the planner's figures are worth. */
export const gib = (figure: number): string => figure.toFixed(2);

/** `131,072`; `?` where it is unknown. */
export function tokens(count: number | null): string {
  return count === null || !Number.isFinite(count) ? '?' : thousands(count);
}

/** `yes`, `no` or `unknown`. */
export const fitsWord = (fits: boolean | null): string => (fits === null ? 'unknown' : fits ? 'yes' : 'no');

/** `NVIDIA L4`, or `4 x NVIDIA L4`. */
export const countedGpu = (gpu: string, count = 1): string => (count > 1 ? `${count} x ${gpu}` : gpu);

const joined = (names: readonly string[], word: string): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;

/** `a, b or c` */
export const orList = (names: readonly string[]): string => joined(names, 'or');

/** `a, b and c` */
export const andList = (names: readonly string[]): string => joined(names, 'and');
