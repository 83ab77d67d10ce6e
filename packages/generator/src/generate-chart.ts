import { loadModel, resolveModel } from '@archon/values';
import { assembleChart, loadTexts } from './assemble-chart.ts';
import { checkChart } from './check-chart.ts';
import type { GeneratedFile } from './generated-file.ts';
import { loadTemplates } from './load-templates.ts';
import { renderTemplates } from './render-templates.ts';

/** All files of a chart, from the hand-written sources in a workspace. Writes nothing; throws ArchonError. */
export function generateChart(workspace: string, chart: string): GeneratedFile[] {
  const resolvedModel = resolveModel(loadModel(workspace, chart));
  const loadedTemplates = loadTemplates(workspace, chart);
  const renderedTemplates = renderTemplates(resolvedModel, loadedTemplates);
  const assembledChart = assembleChart(resolvedModel, renderedTemplates, loadTexts(workspace, chart));
  checkChart(resolvedModel, renderedTemplates);
  return assembledChart;
}
