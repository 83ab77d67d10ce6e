import { gpuTitle, type Preset } from '@archon/presets';
import { deepMerge } from '@archon/values';
import { bannerText, type GeneratedFile } from '../generated-file.ts';
import { prefixLines, wrap, yamlText } from './yaml-text.ts';

/** presets/<name>.yaml: the preset as a complete file of values, for -f and for Argo CD. */
export function presetFiles(presets: readonly Preset[]): GeneratedFile[] {
  return presets.map((preset) => {
    const head = [
      bannerText(`packages/presets/src/presets/${preset.name}.ts`),
      `${preset.title}.`,
      ...wrap(preset.description, 116),
      ...wrap(`For ${preset.gpus.map(gpuTitle).join(', ')}.`, 116),
    ];
    const values = deepMerge({ preset: '' }, deepMerge(preset.hardware as never, preset.model as never));
    return {
      path: `presets/${preset.name}.yaml`,
      text: `${prefixLines(head.join('\n'), '# ')}\n${yamlText(values)}\n`,
    };
  });
}
