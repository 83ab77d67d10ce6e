import { colours, font } from './colours.ts';
import { panelChart } from './panel-chart.ts';
import { type DrawnDashboard, type DrawnPanel, type Line, linesOf, type Recording } from './recording.ts';
import { unitFormat } from './units.ts';

const width = 1200;
const [columns, gap, rowHeight, head, titleHeight] = [24, 8, 30, 64, 32];

/** A picture of a dashboard as Grafana shows it, with what was recorded. */
export function dashboardSvg(dashboard: DrawnDashboard, recording: Recording): string {
  const { title, description, panels } = dashboard;
  const rows = Math.max(...panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  const height = head + rows * (rowHeight + gap) + gap;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"`,
    `  aria-label="${escaped(title)}" font-family="${escaped(font)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${colours.page}"/>`,
    text(16, 28, title, { size: 18, weight: 500 }),
    text(16, 50, description, { size: 12, fill: colours.faint }),
    ...panels.map((panel, index) => plainElement(drawPanel(panel, recording), `panel-${index}`)),
    '</svg>',
    '',
  ].join('\n');
}

function drawPanel(panel: DrawnPanel, recording: Recording): string {
  const { x, y, w, h } = panel.gridPos;
  const column = (width - gap) / columns;
  const [left, top] = [gap + x * column, head + y * (rowHeight + gap)];
  const size = { width: w * column - gap, height: h * (rowHeight + gap) - gap };
  const lines = linesOf(panel, recording);
  return [
    `<g transform="translate(${round(left)} ${round(top)})">`,
    `<rect width="${round(size.width)}" height="${size.height}" rx="3" fill="${colours.panel}" stroke="${colours.border}"/>`,
    text(12, 21, panel.title, { size: 14, weight: 500 }),
    ...contentOf(panel, lines, recording, size),
    '</g>',
  ].join('\n');
}

function contentOf(panel: DrawnPanel, lines: Line[], recording: Recording, size: { width: number; height: number }) {
  const middle = { size: 13, fill: colours.faint, anchor: 'middle' };
  if (lines.length === 0) return [text(size.width / 2, size.height / 2 + 8, whyEmpty(panel), middle)];
  const stat = panel.type === 'stat';
  const top = stat ? size.height * 0.55 : titleHeight;
  const chart = panelChart(panel, lines, recording, { width: size.width, height: size.height - top - (stat ? 0 : 6) });
  return [
    `<g transform="translate(0 ${round(top)})">${chart}</g>`,
    ...(stat ? [statText(panel, lines[0]!, size.width)] : []),
  ];
}

/** The last number of a stat, large. */
function statText({ fieldConfig }: DrawnPanel, { values }: Line, panelWidth: number): string {
  const last = values.findLast((value) => value !== null)!;
  const format = unitFormat(fieldConfig.defaults.unit);
  return text(panelWidth / 2, 72, format(last), { size: 34, weight: 500, fill: colours.series[0], anchor: 'middle' });
}

const whyEmpty = ({ targets }: DrawnPanel): string =>
  targets.every(({ expr }) => expr.includes('DCGM_'))
    ? 'no data in this recording: needs DCGM'
    : 'no data in this recording';

/** An element of ECharts without what only a page with a mouse needs. Ids begin anew in each: in one file they must differ. */
const plainElement = (svg: string, prefix: string): string =>
  svg
    .replace(/<style[^>]*>[^]*?<\/style>\n*/, '')
    .replaceAll(/ (class|ecmeta_\w+)="[^"]*"/g, '')
    .replaceAll(/\bzr\d+-/g, `${prefix}-`);

const round = (value: number): number => Number(value.toFixed(1));
const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function text(
  x: number,
  y: number,
  content: string,
  {
    size,
    weight = 400,
    fill = colours.text,
    anchor = 'start',
  }: { size: number; weight?: number; fill?: string; anchor?: string },
): string {
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escaped(content)}</text>`;
}
