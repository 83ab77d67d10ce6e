import type { Gpu } from '@archon/sizing/catalog-types';
import { gpus, reportedGiB } from '@archon/sizing/gpus';
import { capabilityNumber } from '@archon/sizing/versions';
import type { HardwarePresetValues, ModelPresetValues } from '@archon/values';
import { ArchonError } from '@archon/values/problem';

/** Which GPUs a preset is for. */
export interface PresetClass {
  /** Memory that nvidia-smi reports, in GiB: from (inclusive) and below (exclusive); the last class has no end. */
  memoryGiB: [from: number, below?: number];
  /** Least and greatest compute capability that the preset's image and its model have kernels for. */
  computeCapability: [least: string, greatest?: string];
  /** Ids of larger GPUs that lack kernels for the model of the next class, and so belong here. */
  others?: readonly string[];
}

/** A preset as it is written: only the keys that differ from the chart's defaults. */
export interface PresetDefinition {
  /** Name in `preset:`, lower-case with dashes. */
  name: string;
  /** What it is for, in one line. */
  title: string;
  /** Why these values, in two lines, for anyone who changes them. */
  description: string;
  class: PresetClass;
  hardware: HardwarePresetValues;
  model: ModelPresetValues & { model: { id: string } };
}

export interface Preset extends PresetDefinition {
  /** Every catalogued GPU of the class. */
  gpus: readonly Gpu[];
}

/** Checks a preset's class and finds its GPUs. Throws ArchonError for a class that no GPU belongs to. */
export function definePreset(definition: PresetDefinition): Preset {
  const { memoryGiB, computeCapability, others = [] } = definition.class;
  const members = gpus.filter((gpu) => belongsTo(gpu, definition.class));
  const unknown = others.filter((id) => !gpus.some((gpu) => gpu.id === id));
  const path = `preset ${definition.name}`;
  const problems = unknown.map((id) => ({ path, message: `The catalog has no GPU "${id}".` }));
  if (members.length === 0)
    problems.push({
      path,
      message: `No GPU of the catalog has ${memoryGiB.join(' to ')} GiB and compute capability ${computeCapability.join(' to ')}.`,
    });
  if (problems.length === 0) return { ...definition, gpus: members };
  throw new ArchonError(
    problems.map((problem) => ({
      ...problem,
      hint: 'Widen the class, or add the GPU to packages/sizing/catalog/gpus.',
    })),
  );
}

function belongsTo(gpu: Gpu, { memoryGiB, computeCapability, others }: PresetClass): boolean {
  if (others?.includes(gpu.id)) return true;
  const memory = reportedGiB(gpu);
  const [from, below = Number.POSITIVE_INFINITY] = memoryGiB;
  if (memory === undefined || gpu.computeCapability === undefined || gpu.memory.unified) return false;
  const [least, greatest = '999.0'] = computeCapability;
  const capability = capabilityNumber(gpu.computeCapability);
  const runs = capability >= capabilityNumber(least) && capability <= capabilityNumber(greatest);
  return runs && memory >= from && memory < below;
}
