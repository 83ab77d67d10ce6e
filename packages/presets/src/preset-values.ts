import type { Gpu } from '@archon/sizing/catalog-types';
import { findModel } from '@archon/sizing/models';
import type { PresetValues } from '@archon/values';
import type { Preset } from './define-preset.ts';

/** The values of a preset, as they are merged, and what NOTES says about it. */
export function valuesOfPreset({ title, gpus, hardware, model }: Preset): PresetValues {
  return { about: { title, gpus: gpus.map(gpuTitle) }, hardware, model } as unknown as PresetValues;
}

/** Size of a model's files; undefined: the catalog does not know it. */
export function downloadBytes(model: string): number | undefined {
  const weights = findModel(model)?.weights;
  return weights && (weights.fileBytes ?? weights.bytes);
}

/** The name on the box: NVML calls both sizes of an RTX 4060 Ti the same. */
export function gpuTitle({ id, name }: Gpu): string {
  const size = /-(\d+)gb$/.exec(id)?.[1];
  const short = name.replace(/^NVIDIA (GeForce )?/, '');
  return size === undefined || short.toLowerCase().includes(`${size}gb`) ? short : `${short} ${size}GB`;
}
