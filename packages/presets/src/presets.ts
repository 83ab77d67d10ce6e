import type { PresetValues } from '@archon/values';
import type { Preset } from './define-preset.ts';
import { valuesOfPreset } from './preset-values.ts';
import { archonSeed } from './presets/archon-seed.ts';
import { nvidia12gb } from './presets/nvidia-12gb.ts';
import { nvidia141gb } from './presets/nvidia-141gb.ts';
import { nvidia16gb } from './presets/nvidia-16gb.ts';
import { nvidia180gb } from './presets/nvidia-180gb.ts';
import { nvidia24gb } from './presets/nvidia-24gb.ts';
import { nvidia32gb } from './presets/nvidia-32gb.ts';
import { nvidia40gb } from './presets/nvidia-40gb.ts';
import { nvidia48gb } from './presets/nvidia-48gb.ts';
import { nvidia8gb } from './presets/nvidia-8gb.ts';
import { nvidia80gb } from './presets/nvidia-80gb.ts';
import { nvidia96gb } from './presets/nvidia-96gb.ts';

/** All presets, by memory; then those of other releases. */
export const presets: readonly Preset[] = [
  nvidia8gb,
  nvidia12gb,
  nvidia16gb,
  nvidia24gb,
  nvidia32gb,
  nvidia40gb,
  nvidia48gb,
  nvidia80gb,
  nvidia96gb,
  nvidia141gb,
  nvidia180gb,
  archonSeed,
];

/** The values of all presets, by name. */
export const presetValues: Record<string, PresetValues> = Object.fromEntries(
  presets.map((preset) => [preset.name, valuesOfPreset(preset)]),
);
