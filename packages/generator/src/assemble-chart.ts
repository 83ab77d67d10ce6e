import { basename, join } from 'node:path';
import { readText, type Model, type PresetValues } from '@archon/values';
import { compare } from 'semver';
import { changesOf, chartFile, helmignoreFile } from './chart/chart-file.ts';
import { presetFiles } from './chart/preset-files.ts';
import { readmeFile } from './chart/readme-file.ts';
import { jsonText } from './chart/json.ts';
import { schemaFile } from './chart/schema-file.ts';
import { upgradingFiles, type UpgradingTexts, type VersionValues } from './chart/upgrading-file.ts';
import { valuesFile } from './chart/values-file.ts';
import type { Chart } from './define-chart.ts';
import type { GeneratedFile } from './generated-file.ts';
import { namesIn } from './load-templates.ts';
import { readVersion } from './read-version.ts';
import type { RenderedTemplates } from './render-templates.ts';

/** Hand-written texts that go into the chart. */
export interface ChartTexts {
  version: string;
  changelog: string;
  readme: string;
  upgrading: UpgradingTexts;
}

/** Reads the texts of a chart. */
export function loadTexts(workspace: string, chart: string): ChartTexts {
  const version = readVersion(workspace);
  const changelog = readText(join(workspace, 'CHANGELOG.md'));
  const readme = readText(join(workspace, readmeSource(chart)));
  return { version, changelog, readme, upgrading: loadUpgrading(workspace, chart) };
}

/** What is kept of each released version, and the steps that some versions ask for. */
function loadUpgrading(workspace: string, chart: string): UpgradingTexts {
  const read = (folder: string, suffix: string) =>
    namesIn(workspace, folder)
      .map((name) => [basename(name, suffix), readText(join(workspace, folder, name))] as const)
      .sort(([a], [b]) => compare(a, b));
  return {
    released: read(`schemas/${chart}/released`, '.json').map(([version, text]) => ({
      version,
      values: JSON.parse(text) as VersionValues,
    })),
    steps: new Map(read(`packages/generator/templates/${chart}/upgrading`, '.md')),
  };
}

const readmeSource = (chart: string): string => `packages/generator/templates/${chart}/README.md`;

/** Phase 4: every file of the chart, sorted by path. */
export function assembleChart(
  chart: Chart,
  model: Model,
  rendered: RenderedTemplates,
  texts: ChartTexts,
  copies: GeneratedFile[] = [],
): GeneratedFile[] {
  const { root } = model;
  const files = [
    chartFile(root, chart.images(root), texts.version, changesOf(texts.changelog, texts.version)),
    valuesFile(model, defaultPreset(chart, model)),
    schemaFile(model),
    readmeFile(model, chart.readme, texts.readme, readmeSource(root.name)),
    ...upgradingFiles(model, texts.version, texts.upgrading),
    helmignoreFile(),
    { path: 'files/defaults.json', text: jsonText(model.defaults) },
    ...presetFiles(chart.presets, root.presets?.value ?? ''),
    ...chart.data(model),
    ...copies,
    ...rendered.files,
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The values of the preset that counts where the user names none. */
function defaultPreset({ presets }: Chart, { root, defaults }: Model): PresetValues {
  const name = root.presets && defaults[root.presets.value];
  return presets.find((preset) => preset.name === name)?.values ?? {};
}
