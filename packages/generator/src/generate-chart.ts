import { assembleChart, loadTexts } from './assemble-chart.ts';
import { checkChart } from './check-chart.ts';
import { chartModel, type Chart } from './define-chart.ts';
import type { GeneratedFile } from './generated-file.ts';
import { loadCopies, loadTemplates } from './load-templates.ts';
import { renderTemplates } from './render-templates.ts';

/** All files of a chart, from the hand-written sources in a workspace. Writes nothing; throws ArchonError. */
export function generateChart(workspace: string, chart: Chart): GeneratedFile[] {
  const validation = chartModel(workspace, chart);
  const loadedTemplates = loadTemplates(workspace, chart.name);
  const copies = loadCopies(workspace, chart.copies);
  const renderedTemplates = renderTemplates(validation.model, loadedTemplates, chart.tags, copies);
  const texts = loadTexts(workspace, chart.name);
  const assembledChart = assembleChart(chart, validation.model, renderedTemplates, texts, copies);
  checkChart(chart, validation, renderedTemplates);
  return assembledChart;
}
