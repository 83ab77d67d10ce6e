import type { Coefficients } from './coefficients.ts';
import { encoder, seesImages } from './encoder.ts';
import type { PlanContext } from './plan-context.ts';
import type { Bounded } from './types.ts';
import { versionNumber } from './versions.ts';

/** What is allocated outside of PyTorch: kernels, communication buffers, and what each release counts to it. */
export function nonTorch(context: PlanContext, { nonTorch: c }: Coefficients): Bounded {
  const { gpu, settings, behaviour } = context;
  const { tensorParallel, pipelineParallel } = settings;
  const plain =
    tensorParallel > 1
      ? c[linkOf(context)]
      : pipelineParallel > 1
        ? c.pipeline
        : isDatacenter(gpu.capability, tensorParallel)
          ? c.singleDatacenter
          : c.single;
  const counted = behaviour.accounting === 'device' ? c.context : behaviour.accounting === 'consumed' ? c.consumed : 0;
  const likely = plain + counted;
  const host = hostMemory(context, c);
  // 0.7.3 to 0.9.0 count the whole device, and with it what others hold
  const others = behaviour.accounting === 'device' ? (context.usedGiB ?? 0) : 0;
  return {
    likely: likely + host.likely + others,
    low: (tensorParallel > 1 ? likely * 0.2 : Math.min(0.01, likely)) + host.low + others,
    high: likely + 0.15 + (tensorParallel > 1 ? 0.8 : 0) + host.high + others,
  };
}

const AVAILABLE = versionNumber('0.11.1');

/**
 * Where CPU and GPU share their memory, everything that the machine holds more of since the start counts (utils/mem_utils.py,
 * MemorySnapshot.measure): the processes of the server, and copies of the pixels that are profiled. From 0.11.1 the
 * page cache does not count, before it did: up to all files of the weights.
 */
function hostMemory(context: PlanContext, c: Coefficients['nonTorch']): Bounded {
  const { gpu, model, release } = context;
  if (!gpu.unified) return { likely: 0, low: 0, high: 0 };
  const images = seesImages(context) ? c.unifiedImages + c.unifiedPixels * encoder(context).pixels : 0;
  const likely = c.unified + images;
  const pageCache = release < AVAILABLE ? (model.weights?.high ?? 0) : 0;
  return { likely, low: likely * 0.5, high: likely * 1.3 + 0.4 + pageCache };
}

const FUSED = versionNumber('0.17.0');
const FUSED_WITH_PIPELINE = versionNumber('0.28.0');

/**
 * How several shards exchange their sums. From 0.17 on compute capability 9.0 and 10.x the all-reduce is fused with the norm
 * (config/vllm.py, enable_allreduce_rms_fusion), and FlashInfer allocates two workspaces of several buffers of 64 MiB
 * (compilation/passes/fusion/allreduce_rms_fusion.py): 2.07 to 2.21 GiB were printed on H100, 0.54 before.
 */
export function linkOf({
  gpu,
  settings,
  behaviour,
  release,
}: PlanContext): 'tensor' | 'tensorNvlink' | 'tensorV0' | 'tensorFused' {
  const { tensorParallel, pipelineParallel } = settings;
  if (!isDatacenter(gpu.capability, tensorParallel)) return 'tensor';
  if (behaviour.engine === 'v0') return 'tensorV0';
  const fused = release >= FUSED && gpu.capability >= 900;
  return fused && (pipelineParallel === 1 || release >= FUSED_WITH_PIPELINE) ? 'tensorFused' : 'tensorNvlink';
}

/** Hopper and Blackwell B; with several shards also A100: those are the GPUs that NVLink joins. */
export function isDatacenter(capability: number, tensorParallel: number): boolean {
  return (capability >= 900 && capability < 1100) || (tensorParallel > 1 && capability === 800);
}
