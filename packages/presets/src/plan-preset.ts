import type { Gpu } from '@archon/sizing/catalog-types';
import { plan } from '@archon/sizing/plan';
import { findRelease } from '@archon/sizing/releases';
import type { Answer } from '@archon/sizing/types';
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

/** Plans a preset on one GPU. */
export function planPresetOn(preset: Preset, gpu: Gpu): Answer {
  const { hardware, model } = preset;
  const options = { ...hardware.engine, ...model.engine };
  const gpuCount = hardware.gpu?.count ?? 1;
  return plan({ gpu: gpu.id, gpuCount, model: model.model.id, release: releaseOf(preset), options });
}

/** Plans a preset on every GPU of its class, with the memory that the catalog knows of each; the tightest first. */
export function planPreset(preset: Preset): PlannedGpu[] {
  const planned = preset.gpus.map((gpu) => ({ gpu, answer: planPresetOn(preset, gpu) }));
  const margin = ({ answer }: PlannedGpu) => answer.marginGiB ?? Number.NEGATIVE_INFINITY;
  return planned.sort((a, b) => margin(a) - margin(b) || (a.gpu.id < b.gpu.id ? -1 : 1));
}
