export { chartModel, defineChart, type Chart, type ChartDefinition, type ChartPreset } from './define-chart.ts';
export { generateChart } from './generate-chart.ts';
export type { GeneratedFile } from './generated-file.ts';
export { compareFiles, type Comparison } from './output/compare-files.ts';
export { writeFiles } from './output/write-files.ts';
