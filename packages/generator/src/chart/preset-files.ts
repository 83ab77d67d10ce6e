import { deepMerge } from '@archon/values';
import { wrap } from '@archon/values/wrap';
import type { ChartPreset } from '../define-chart.ts';
import { bannerText, type GeneratedFile } from '../generated-file.ts';
import { jsonText } from './json.ts';
import { prefixLines, yamlText } from './yaml-text.ts';

/** Each preset as data for the chart, and as a complete file of values for -f and for Argo CD. */
export function presetFiles(presets: readonly ChartPreset[], value: string): GeneratedFile[] {
  return presets.flatMap(({ name, title, notes, source, values }) => {
    const head = [bannerText(source), `${title}.`, ...notes.flatMap((note) => wrap(note, 116))];
    const { about: _, ...groups } = values;
    const merged = Object.values(groups).reduce(deepMerge, { [value]: '' });
    return [
      { path: `files/presets/${name}.json`, text: jsonText(values) },
      { path: `presets/${name}.yaml`, text: `${prefixLines(head.join('\n'), '# ')}\n${yamlText(merged)}\n` },
    ];
  });
}
