import type { Gpu } from './catalog-types.ts';

/** What CUDA reports as the memory of a GPU, in GiB: vLLM's utilization is a share of it. */
export interface CudaTotal {
  readonly likely: number;
  readonly low: number;
  /** With an older driver on Linux. */
  readonly high: number;
  /** Under WSL2, where nothing is held back. */
  readonly wsl2?: number;
  /** seen: CUDA totals of this GPU were seen. derived: by the rule of reserves. */
  readonly basis: 'seen' | 'derived';
  /** Where the figure comes from, as a sentence. */
  readonly reason: string;
}

/**
 * What the driver keeps of nvidia-smi's total on Linux, in MiB: `fixed + share * total`, with drivers of 570 and later.
 * Fitted on the CUDA totals of the catalog; each is within 64 MiB, but for those that were seen with older drivers only
 * (they keep about 0.6 of it) and one odd reading of an RTX 3070. cuda-total.test.ts holds the rule to the entries.
 *
 * - ampere: 338 of 6144 (RTX 3060 Laptop), 359 of 8192 (3060 Ti), 380 of 12288 (3060), 452 of 24576 (3090)
 * - ada-lovelace: 382 of 8188 (4060 Ti), 432 of 16376 (4080 SUPER), 464 of 20475 (RTX 4000 Ada), 483 of 24564 (4090)
 * - blackwell: 454 of 12227 (5070), 463 of 16303 (5080), 505 of 32607 (5090), 571 of 48935 and 637 of 97887 (PRO)
 * - turing: 401 of 6144, 439 of 11264 (2080 Ti), 448 of 15360 (T4)
 * - hopper: 477 of 81559 (H100), 615 of 143771 (H200)
 * - large Blackwell (10.x): 728 of 183359 (B200), 927 of 275040 (B300)
 */
const reserves: Readonly<Record<string, { readonly fixed: number; readonly share: number }>> = {
  turing: { fixed: 375, share: 0.005 },
  ampere: { fixed: 300, share: 0.0062 },
  'ada-lovelace': { fixed: 331, share: 0.0062 },
  hopper: { fixed: 297, share: 0.0022 },
  blackwell: { fixed: 422, share: 0.0026 },
  'blackwell-10': { fixed: 330, share: 0.0022 },
};

/** How far the rule was off at most, in MiB. */
const tolerance = 64;
/** What older drivers keep, of what current ones do: 0.55 (T4) to 0.72 (4090). */
const olderDrivers = 0.55;
/** Figures of the catalog are rounded, and drivers of one branch differ by some MiB: in GiB. */
const rounding = 0.02;

/** What CUDA reports for a GPU, from what was seen of it and from the rule; undefined where neither tells. */
export function cudaGiB(gpu: Gpu): CudaTotal | undefined {
  const { cudaGiB: seen, cudaGiBHighest: highest = seen, nvidiaSmiMiB } = gpu.memory;
  const reserved = reservedMiB(gpu);
  if (reserved === undefined || nvidiaSmiMiB === undefined)
    return seen === undefined ? undefined : seenAlone(seen, highest, gpu.memory.unified);
  const rule = (nvidiaSmiMiB - reserved) / 1024;
  const high = Math.max(highest ?? 0, (nvidiaSmiMiB - reserved * olderDrivers) / 1024);
  const bounds = { high, wsl2: nvidiaSmiMiB / 1024 };
  if (seen !== undefined && Math.abs(seen - rule) * 1024 <= tolerance) {
    const low = Math.min(seen, rule) - rounding;
    return { likely: seen, low, ...bounds, basis: 'seen', reason: reasonSeen(seen) };
  }
  const low = Math.min(seen ?? rule, rule - tolerance / 1024);
  const kept = `current drivers keep about ${Math.round(reserved)} of ${nvidiaSmiMiB} MiB on GPUs of this generation`;
  const other =
    seen === undefined ? 'no CUDA total was seen' : `CUDA was seen to report ${seen} GiB, with another driver`;
  return { likely: rule, low, ...bounds, basis: 'derived', reason: `${kept}; ${other}` };
}

/** Of memory shared with the CPU the firmware keeps more on some machines; most have the greater total. */
function seenAlone(seen: number, highest = seen, unified = false): CudaTotal {
  const [low, high] = [seen - tolerance / 1024, highest + tolerance / 1024];
  const likely = unified ? highest : seen;
  return { likely, low, high, basis: 'seen', reason: reasonSeen(likely) };
}

const reasonSeen = (seen: number): string => `CUDA was seen to report ${seen} GiB on this GPU`;

function reservedMiB({ architecture, computeCapability, memory }: Gpu): number | undefined {
  const large = architecture === 'blackwell' && computeCapability?.startsWith('10.');
  const rule = reserves[large ? 'blackwell-10' : (architecture ?? '')];
  if (!rule || memory.unified || memory.nvidiaSmiMiB === undefined) return undefined;
  return rule.fixed + rule.share * memory.nvidiaSmiMiB;
}
