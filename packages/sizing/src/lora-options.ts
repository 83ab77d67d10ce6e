/** Ranks that --max-lora-rank takes; an adapter of another rank fits the next one. */
const RANKS = [1, 8, 16, 32, 64, 128, 256, 320, 512];

/** What engine values say of adapters. */
interface LoraLimits {
  readonly maxLoras?: number | null;
  readonly maxLoraRank?: number | null;
  readonly maxCpuLoras?: number | null;
}

/** How many adapters a list has, and the options of the engine that follow: 0 where the engine has its own, or none is needed. */
export interface LoraOptions {
  readonly adapters: number;
  readonly maxLoras: number;
  readonly maxLoraRank: number;
}

/** The options that a list of adapters adds to those of the engine. */
export function loraOptions(
  adapters: readonly { readonly rank?: number | null }[],
  { maxLoras, maxLoraRank, maxCpuLoras }: LoraLimits,
): LoraOptions {
  const count = adapters.length;
  const rank = Math.max(0, ...adapters.map((one) => one.rank ?? 0));
  return {
    adapters: count,
    maxLoras: maxLoras ? 0 : Math.min(count, maxCpuLoras || count),
    maxLoraRank: maxLoraRank || rank === 0 ? 0 : (RANKS.find((one) => one >= rank) ?? 0),
  };
}
