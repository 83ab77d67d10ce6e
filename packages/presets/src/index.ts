export { definePreset, gpuTitle, type Preset, type PresetClass, type PresetDefinition } from './define-preset.ts';
export { presets, presetValues } from './presets.ts';
