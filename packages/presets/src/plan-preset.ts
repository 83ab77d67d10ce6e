import { findRelease, plan, type Answer, type Gpu } from '@archon/sizing';
import type { Preset, PresetDefinition } from './define-preset.ts';

/** The release of vLLM in the chart's image, where a preset names no tag; a test holds it to the chart's appVersion. */
export const chartRelease = '0.33.0';

/** What the planner says of a preset on one GPU. */
export interface PlannedGpu {
  gpu: Gpu;
  answer: Answer;
}

/** The release of vLLM that a preset runs. */
export function releaseOf({ hardware }: Pick<PresetDefinition, 'hardware'>): string {
  const tagged = /^v?(\d+\.\d+\.\d+)/.exec(hardware.image?.tag ?? '')?.[1];
  return tagged === undefined ? chartRelease : (findRelease(tagged)?.version ?? tagged);
}

/** Plans a preset on every GPU of its class, with the memory that the catalog knows of each; the tightest first. */
export function planPreset(preset: Preset): PlannedGpu[] {
  const { gpus, hardware, model } = preset;
  const release = releaseOf(preset);
  const options = { ...hardware.engine, ...model.engine };
  const gpuCount = hardware.gpu?.count ?? 1;
  const planned = gpus.map((gpu) => ({
    gpu,
    answer: plan({ gpu: gpu.id, gpuCount, model: model.model.id, release, options }),
  }));
  const margin = ({ answer }: PlannedGpu) => answer.marginGiB ?? Number.NEGATIVE_INFINITY;
  return planned.sort((a, b) => margin(a) - margin(b) || (a.gpu.id < b.gpu.id ? -1 : 1));
}
