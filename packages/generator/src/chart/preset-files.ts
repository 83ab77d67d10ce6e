import { deepMerge } from '@archon/values';
import { wrap } from '@archon/values/wrap';
import type { ChartPreset } from '../define-chart.ts';
import { bannerText, type GeneratedFile } from '../generated-file.ts';
import { jsonText } from './json.ts';
import { prefixLines, yamlText } from './yaml-text.ts';

/** Each preset as data for the chart, and as a file of values for -f and for Argo CD that names it and shows what it sets. */
export function presetFiles(presets: readonly ChartPreset[], value: string): GeneratedFile[] {
  return presets.flatMap(({ name, title, notes, source, values }) => {
    const head = [bannerText(source), `${title}.`, ...notes.flatMap((note) => wrap(note, 116))];
    const { about: _, ...groups } = values;
    const sets = yamlText(Object.values(groups).reduce(deepMerge, {}));
    const lines = [
      prefixLines(head.join('\n'), '# '),
      `${value}: ${name}`,
      '# What it sets. Your own values override each of these.',
      prefixLines(sets, '# '),
    ];
    return [
      { path: `files/presets/${name}.json`, text: jsonText(values) },
      { path: `presets/${name}.yaml`, text: `${lines.join('\n')}\n` },
    ];
  });
}
