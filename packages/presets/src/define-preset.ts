import { findModel, gpus, type Gpu } from '@archon/sizing';
import { ArchonError, type HardwarePresetValues, type ModelPresetValues, type PresetValues } from '@archon/values';

/** Which GPUs a preset is for. */
export interface PresetClass {
  /** Memory that nvidia-smi reports, in GiB: from (inclusive) and below (exclusive). */
  memoryGiB: [from: number, below: number];
  /** Least and greatest compute capability that the preset's image has kernels for. */
  computeCapability: [least: string, greatest?: string];
}

/** A preset as it is written: only the keys that differ from the chart's defaults. */
export interface PresetDefinition {
  /** Name in `preset:`, lower-case with dashes. */
  name: string;
  /** What it is for, in one line. */
  title: string;
  /** Why these values, for whoever changes them. */
  description: string;
  class: PresetClass;
  hardware: HardwarePresetValues;
  model: ModelPresetValues & { model: { id: string } };
}

export interface Preset extends PresetDefinition {
  /** Every catalogued GPU of the class. */
  gpus: readonly Gpu[];
}

/** Checks a preset and finds its GPUs. Throws ArchonError for a class that no GPU belongs to. */
export function definePreset(definition: PresetDefinition): Preset {
  const members = gpus.filter((gpu) => belongsTo(gpu, definition.class));
  if (members.length > 0) return { ...definition, gpus: members };
  const { memoryGiB, computeCapability } = definition.class;
  throw new ArchonError([
    {
      path: `preset ${definition.name}`,
      message: `No GPU of the catalog has ${memoryGiB.join(' to ')} GiB and compute capability ${computeCapability.join(' to ')}.`,
      hint: 'Widen the class, or add the GPU to packages/sizing/catalog/gpus.',
    },
  ]);
}

/** The name on the box: NVML calls both sizes of an RTX 4060 Ti the same. */
export function gpuTitle({ id, name }: Gpu): string {
  const size = /-(\d+)gb$/.exec(id)?.[1];
  const short = name.replace(/^NVIDIA (GeForce )?/, '');
  return size === undefined || short.toLowerCase().includes(`${size}gb`) ? short : `${short} ${size}GB`;
}

/** The values of a preset, as they are merged, and what NOTES says about it. */
export function valuesOfPreset({ title, gpus: members, hardware, model }: Preset): PresetValues {
  const weights = findModel(model.model.id)?.weights;
  const download = weights ? { downloadGB: Math.round((weights.fileBytes ?? weights.bytes) / 1e9) } : {};
  const about = { title, gpus: members.map(gpuTitle), ...download };
  return { about, hardware, model } as unknown as PresetValues;
}

function belongsTo(gpu: Gpu, { memoryGiB: [from, below], computeCapability: [least, greatest] }: PresetClass): boolean {
  const { marketingGiB, nvidiaSmiMiB, unified } = gpu.memory;
  const memory = nvidiaSmiMiB === undefined ? marketingGiB : nvidiaSmiMiB / 1024;
  const capability = Number(gpu.computeCapability);
  if (memory === undefined || unified) return false;
  const inMemory = memory >= from && memory < below;
  return inMemory && capability >= Number(least) && capability <= Number(greatest ?? Number.POSITIVE_INFINITY);
}
