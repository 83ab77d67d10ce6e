import type { ChartPreset } from '@archon/generator/define-chart';
import { gpuTitle, presets, valuesOfPreset } from '@archon/presets';

/** The presets as the generator writes them. */
export const chartPresets: readonly ChartPreset[] = presets.map((preset) => ({
  name: preset.name,
  title: preset.title,
  notes: [preset.description, `For ${preset.gpus.map(gpuTitle).join(', ')}.`],
  source: `packages/presets/src/presets/${preset.name}.ts`,
  values: valuesOfPreset(preset),
}));

/** The table of presets in the README. */
export function presetTable(): string {
  const rows = presets.map(({ name, model, class: { memoryGiB } }) => {
    const [from, below] = memoryGiB;
    const reported = below === undefined ? `from ${from} GiB` : `${from} to ${below} GiB`;
    return `| \`${name}\` | ${model.model.id} | ${model.engine?.maxModelLen ?? ''} | ${model.engine?.toolCallParser ?? 'off'} | ${reported} |`;
  });
  const gpuLists = presets.map(({ name, gpus }) => `- \`${name}\`: ${gpus.map(gpuTitle).join(', ')}`);
  const head = [
    '| preset | model | context, tokens | tool calls | memory that nvidia-smi reports |',
    '|---|---|--:|---|---|',
  ];
  return [...head, ...rows, '', 'The GPUs of each:', '', ...gpuLists].join('\n');
}
