export { checkPreset, leastMarginGiB } from './check-preset.ts';
export { definePreset, type Preset, type PresetClass, type PresetDefinition } from './define-preset.ts';
export { presetDocuments, type PresetDocument } from './page/presets-page.ts';
export { chartRelease, planPreset, planPresetOn, releaseOf, type PlannedGpu } from './plan-preset.ts';
export { downloadBytes, gpuTitle, valuesOfPreset } from './preset-values.ts';
export { presets, presetValues } from './presets.ts';
export { gibOf } from './provisions.ts';
