import type { Coefficients } from './coefficients.ts';
import type { PlanContext } from './plan-context.ts';
import type { Bounded } from './types.ts';

/** What is allocated outside of PyTorch: kernels, communication buffers, and what each release counts to it. */
export function nonTorch({ gpu, settings, behaviour }: PlanContext, { nonTorch: c }: Coefficients): Bounded {
  const { tensorParallel, pipelineParallel } = settings;
  const datacenter = isDatacenter(gpu.capability, tensorParallel);
  const plain =
    tensorParallel > 1
      ? datacenter
        ? c.tensorDatacenter
        : c.tensor
      : pipelineParallel > 1
        ? c.pipeline
        : datacenter
          ? c.singleDatacenter
          : c.single;
  const counted = behaviour.accounting === 'device' ? c.context : behaviour.accounting === 'consumed' ? c.consumed : 0;
  const likely = plain + counted;
  return {
    likely,
    low: tensorParallel > 1 ? likely * 0.2 : Math.min(0.01, likely),
    high: likely + 0.15 + (tensorParallel > 1 ? 0.8 : 0),
  };
}

/** Hopper and Blackwell B; with several shards also A100: those are the GPUs that NVLink joins. */
export function isDatacenter(capability: number, tensorParallel: number): boolean {
  return (capability >= 900 && capability < 1200) || (tensorParallel > 1 && capability === 800);
}
