import type { Gpu } from '@archon/sizing/catalog-types';
import type { QuestionOptions } from '@archon/sizing/types';

/** Contexts in tokens: useful for code, usable, and the minimum. */
export const comfortable = 16_384;
export const modest = 8192;
export const least = 4096;

/** A way to spend the memory of a GPU. */
export interface Candidate {
  readonly options: QuestionOptions;
  /** The context in tokens from which on it is worth taking. */
  readonly from: number;
  /** What it has beyond sequences and a share of the memory. The last candidate of a kind needs the least memory. */
  readonly kind: QuestionOptions;
}

const plain: QuestionOptions = {};
const fp8: QuestionOptions = { kvCacheDtype: 'fp8' };
const eager: QuestionOptions = { enforceEager: true };
const fp8Eager: QuestionOptions = { ...fp8, ...eager };

/** The most comfortable first; giving up CUDA graphs costs speed, and comes last. A preset's own options come before all. */
export function candidatesFor(
  { users, gpu }: { readonly users: number; readonly gpu: Gpu },
  wanted: number,
  own: QuestionOptions | undefined,
): Candidate[] {
  // where the memory is the CPU's too, the system holds some of it
  const shares = gpu.memory.unified ? [0.8] : [0.9, 0.92, 0.95];
  const eightBit = Number(gpu.computeCapability ?? 0) >= 8.9;
  const candidates = (maxNumSeqs: number, from: number, kind: QuestionOptions): Candidate[] =>
    kind.kvCacheDtype === 'fp8' && !eightBit
      ? []
      : shares.map((gpuMemoryUtilization) => ({
          options: { ...own, gpuMemoryUtilization, maxNumSeqs, ...kind },
          from,
          kind,
        }));
  const many = Math.max(16, users);
  const few = Math.max(4, users);
  return [
    ...(own ? [ofPreset(own, users)] : []),
    ...candidates(many, comfortable, plain),
    ...candidates(many, modest, plain),
    ...candidates(few, modest, plain),
    ...candidates(many, modest, fp8),
    ...candidates(few, least, plain),
    ...candidates(few, least, fp8),
    // in the first two passes over the models, a smaller model is better than a slow one
    ...(wanted <= least ? [...candidates(few, least, eager), ...candidates(few, least, fp8Eager)] : []),
  ];
}

const ofPreset = (own: QuestionOptions, users: number): Candidate => ({
  options: { ...own, maxNumSeqs: Math.max(own.maxNumSeqs ?? 1, users) },
  from: Number(own.maxModelLen ?? least),
  kind: own,
});

/** Round numbers of tokens from a minimum on, the lowest first. */
export function roundContexts(floor: number, limit: number): number[] {
  const round = [131_072, 98_304, 65_536, 49_152, 40_960, 32_768, 24_576, 20_480, 16_384, 12_288, 8192, 6144, 4096];
  const longest = Math.max(floor, 131_072);
  return [...new Set([Math.min(limit, longest), ...round, floor])]
    .filter((context) => context >= floor && context <= Math.min(limit, longest))
    .toSorted((a, b) => a - b);
}
