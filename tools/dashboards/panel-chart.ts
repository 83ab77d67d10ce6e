import { HeatmapChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, VisualMapComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { colours, font } from './colours.ts';
import type { DrawnPanel, Line, Recording } from './recording.ts';
import { unitFormat } from './units.ts';

echarts.use([GridComponent, HeatmapChart, LegendComponent, LineChart, SVGRenderer, VisualMapComponent]);

const label = { color: colours.faint, fontSize: 11 };
const minutes = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** The content of a panel below its title, as an svg element. */
export function panelChart(
  panel: DrawnPanel,
  lines: Line[],
  recording: Recording,
  size: { width: number; height: number },
): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size });
  const option = optionOf(panel, lines, recording);
  chart.setOption({ animation: false, textStyle: { fontFamily: font }, color: [...colours.series], ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

function optionOf(panel: DrawnPanel, lines: Line[], recording: Recording): object {
  if (panel.type === 'stat') return sparkline(lines, recording);
  return panel.type === 'heatmap' ? heatmap(panel, lines, recording) : curves(panel, lines, recording);
}

/** Seconds from the beginning, and the numbers of a line. */
const points = ({ values }: Line, { step }: Recording) => values.map((value, index) => [index * step, value]);
const lastInstant = ({ step, instants }: Recording): number => (instants - 1) * step;

function curves({ fieldConfig }: DrawnPanel, lines: Line[], recording: Recording): object {
  const { unit, min, max } = fieldConfig.defaults;
  return {
    grid: { left: 8, right: 16, top: 10, bottom: 30, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: {
      bottom: 0,
      left: 8,
      icon: 'rect',
      itemWidth: 14,
      itemHeight: 3,
      itemGap: 24,
      textStyle: { color: colours.text, fontSize: 11 },
    },
    xAxis: timeAxis(recording),
    yAxis: {
      type: 'value',
      min,
      max,
      splitNumber: 4,
      ...(max === 1 && { interval: 0.25 }),
      axisLabel: { ...label, formatter: unitFormat(unit) },
      splitLine: { lineStyle: { color: colours.grid } },
    },
    series: lines.map((line) => ({
      type: 'line',
      name: line.name,
      data: points(line, recording),
      showSymbol: false,
      lineStyle: { width: 1.5 },
      areaStyle: { opacity: 0.08 },
    })),
  };
}

const timeAxis = (recording: Recording) => ({
  type: 'value',
  min: 0,
  max: lastInstant(recording),
  interval: 30,
  axisLabel: { ...label, formatter: minutes, showMaxLabel: false },
  axisLine: { lineStyle: { color: colours.grid } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: colours.grid } },
});

function sparkline(lines: Line[], recording: Recording): object {
  return {
    grid: { left: 0, right: 0, top: 4, bottom: 0 },
    xAxis: { type: 'value', show: false, max: lastInstant(recording) },
    yAxis: { type: 'value', show: false, min: 0 },
    series: lines.map((line) => ({
      type: 'line',
      data: points(line, recording),
      showSymbol: false,
      lineStyle: { width: 1.2 },
      areaStyle: { opacity: 0.15 },
    })),
  };
}

/** Prometheus counts up to each limit; a cell is what lies between two. */
function heatmap({ fieldConfig }: DrawnPanel, lines: Line[], recording: Recording): object {
  const limitOf = ({ name }: Line) => (name === '+Inf' ? Infinity : Number(name));
  const limits = [...lines].sort((one, other) => limitOf(one) - limitOf(other));
  const rows = limits.map(({ name, values }, row) => ({
    name,
    counts: values.map((value, at) => (value ?? 0) - (limits[row - 1]?.values[at] ?? 0)),
  }));
  const used = rows.map(({ counts }) => counts.some((count) => count > 0));
  const shown = rows.slice(Math.max(0, used.indexOf(true) - 1), used.lastIndexOf(true) + 1);
  const format = unitFormat(fieldConfig.defaults.unit);
  const cells = shown.flatMap(({ counts }, row) =>
    counts.flatMap((count, at) => (count > 0 ? [[at, row, count]] : [])),
  );
  return {
    grid: { left: 8, right: 16, top: 10, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: Array.from({ length: recording.instants }, (_, at) => minutes(at * recording.step)),
      axisLabel: { ...label, interval: (at: number) => (at * recording.step) % 30 === 0 },
      axisLine: { lineStyle: { color: colours.grid } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'category',
      data: shown.map(({ name }) => (name === '+Inf' ? name : format(Number(name)))),
      axisLabel: label,
      axisLine: { show: false },
      axisTick: { show: false },
    },
    visualMap: {
      show: false,
      min: 0,
      max: Math.max(...cells.map(([, , count]) => count!)),
      inRange: { color: [...colours.heat] },
    },
    series: [{ type: 'heatmap', data: cells, itemStyle: { borderColor: colours.panel, borderWidth: 1 } }],
  };
}
