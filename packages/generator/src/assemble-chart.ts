import { join } from 'node:path';
import { presets, presetValues } from '@archon/presets';
import { readText, type Model } from '@archon/values';
import { changesOf, chartFile } from './chart/chart-file.ts';
import { dataFiles } from './chart/data-files.ts';
import { helmignoreFile } from './chart/helmignore-file.ts';
import { presetFiles } from './chart/preset-files.ts';
import { readmeFile } from './chart/readme-file.ts';
import { schemaFile } from './chart/schema-file.ts';
import { valuesFile } from './chart/values-file.ts';
import type { GeneratedFile } from './generated-file.ts';
import { readVersion } from './read-version.ts';
import type { RenderedTemplates } from './render-templates.ts';

/** Hand-written texts that go into the chart. */
export interface ChartTexts {
  version: string;
  changelog: string;
  readme: string;
}

/** Reads the texts of a chart. */
export function loadTexts(workspace: string, chart: string): ChartTexts {
  const version = readVersion(workspace);
  const changelog = readText(join(workspace, 'CHANGELOG.md'));
  return { version, changelog, readme: readText(join(workspace, readmeSource(chart))) };
}

const readmeSource = (chart: string): string => `packages/generator/templates/${chart}/README.md`;

/** Phase 4: every file of the chart, sorted by path. */
export function assembleChart(model: Model, rendered: RenderedTemplates, texts: ChartTexts): GeneratedFile[] {
  const files = [
    chartFile(model, texts.version, changesOf(texts.changelog, texts.version)),
    valuesFile(model, presetValues[String(model.defaults.preset)]!),
    schemaFile(model),
    readmeFile(model, presets, texts.readme, readmeSource(model.root.name)),
    helmignoreFile(),
    ...dataFiles(model, presets),
    ...presetFiles(presets),
    ...rendered.files,
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
