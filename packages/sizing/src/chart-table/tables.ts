import type { ByRelease } from './by-release.ts';
import type { GpuFamily } from './gpu-family.ts';
import { behaviourRows, type BehaviourRow } from './behaviour-rows.ts';
import { gpuRows, modelRows, type GpuRow, type ModelRow } from './memory-rows.ts';
import { messages } from './messages.ts';
import { releaseRows, type ReleaseRows } from './release-rows.ts';

/** What the chart looks up where gpu.product is set (templates/archon-vllm/functions/hardware.tpl). */
export interface ChartTables {
  readonly gpus: Record<string, GpuRow>;
  readonly models: Record<string, ModelRow>;
  readonly behaviours: Record<GpuFamily, ByRelease<BehaviourRow>>;
  readonly releases: ReleaseRows;
  readonly messages: Readonly<Record<string, string>>;
}

let tables: ChartTables | undefined;

/** The tables, made once. */
export function chartTables(): ChartTables {
  return (tables ??= {
    gpus: gpuRows(),
    models: modelRows(),
    behaviours: behaviourRows(),
    releases: releaseRows(),
    messages,
  });
}
