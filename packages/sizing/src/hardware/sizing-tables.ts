import { behaviourTable, type BehaviourRow } from './behaviour-table.ts';
import type { ByRelease } from './by-release.ts';
import { gpuTable, type GpuRow } from './gpu-table.ts';
import { modelTable, type ModelRow } from './model-table.ts';
import { releaseTable, type ReleaseTable } from './release-table.ts';

/** What the planner knows, in coefficients that a chart can count with (templates/archon-vllm/functions/hardware.tpl). */
export interface SizingTables {
  readonly gpus: Record<string, GpuRow>;
  readonly models: Record<string, ModelRow>;
  readonly eras: Record<string, ByRelease<BehaviourRow>>;
  readonly releases: ReleaseTable;
}

export function sizingTables(): SizingTables {
  return { gpus: gpuTable(), models: modelTable(), eras: behaviourTable(), releases: releaseTable() };
}
