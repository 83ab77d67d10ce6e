import type { PresetValues } from '@archon/values';
import { valuesOfPreset, type Preset } from './define-preset.ts';
import { archonSeed } from './presets/archon-seed.ts';
import { nvidia16gb } from './presets/nvidia-16gb.ts';

/** All presets, the default first. */
export const presets: readonly Preset[] = [nvidia16gb, archonSeed];

/** The values of all presets, by name. */
export const presetValues: Record<string, PresetValues> = Object.fromEntries(
  presets.map((preset) => [preset.name, valuesOfPreset(preset)]),
);
