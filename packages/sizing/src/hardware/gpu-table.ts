import { gpus } from '../gpus.ts';
import { gpuSpecOf } from '../plan/gpu-spec.ts';
import { modelSpecOf } from '../plan/model-spec.ts';
import { versionNumber } from '../plan/versions.ts';
import { models } from '../models.ts';
import { byVersion, figure, type ByRelease } from './by-release.ts';
import { gpuFamily, type GpuFamily } from './gpu-family.ts';
import { defaultsOf, uncertaintyOf, contextOf } from './behaviour-table.ts';

/** A GPU as the chart counts it, in GiB. */
export interface GpuRow {
  readonly name: string;
  readonly capability?: string;
  /** Left out: memory is not counted. */
  readonly total?: readonly [low: number, likely: number, high: number];
  readonly class?: GpuFamily;
  /** vLLM's own max_num_seqs and max_num_batched_tokens, on the V1 engine. */
  readonly batch?: ByRelease<readonly [sequences: number, tokens: number]>;
  readonly doubt?: readonly [below: number, above: number];
}

/** By id, the GPUs. */
export function gpuTable(): Record<string, GpuRow> {
  return Object.fromEntries(
    gpus.map((gpu): [string, GpuRow] => {
      const spec = gpuSpecOf(gpu);
      const row = { name: gpu.name, ...(gpu.computeCapability !== undefined && { capability: gpu.computeCapability }) };
      if (!spec || Number.isNaN(spec.capability)) return [gpu.id, row];
      const { total, capability } = spec;
      const model = modelSpecOf(models[0]!);
      const doubt = uncertaintyOf(contextOf(versionNumber('0.19.1'), capability, plainModel, spec));
      const batch = byVersion((version) => {
        // what V0 makes of the context is in the eras
        const release = Math.max(versionNumber(version), versionNumber('0.11.0'));
        const { sequences, batchedTokens } = defaultsOf(contextOf(release, capability, model, spec));
        return [sequences, batchedTokens] as const;
      });
      return [
        gpu.id,
        {
          ...row,
          total: [figure(total.low), figure(total.likely), figure(total.high)],
          class: gpuFamily(capability),
          batch,
          ...((doubt.below !== 0 || doubt.above !== 0) && { doubt: [doubt.below, doubt.above] as const }),
        },
      ];
    }),
  );
}

const plainModel = {
  layers: 1,
  kvHeads: 1,
  headDim: 1,
  hidden: 1,
  intermediate: 1,
  vocab: 1,
  vision: false,
  quantized: false,
  dtype: 'bfloat16',
} as const;
