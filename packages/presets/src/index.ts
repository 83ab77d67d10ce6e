export {
  definePreset,
  gpuTitle,
  valuesOfPreset,
  type Preset,
  type PresetClass,
  type PresetDefinition,
} from './define-preset.ts';
export { presets, presetValues } from './presets.ts';
