import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { describe, expect, it } from 'vitest';
import { dashboardPictures } from './dashboard-pictures.ts';
import { dashboardSvg } from './dashboard-svg.ts';
import { type DrawnDashboard, linesOf } from './recording.ts';
import { unitFormat } from './units.ts';

const read = (path: string) => readFileSync(join(repoRoot, path), 'utf8');
const pictures = dashboardPictures(read);

describe('The pictures of the dashboards', () => {
  it.each(pictures)('should be of the dashboards as they are: $path', ({ path, text }) => {
    expect(read(path), 'Draw them again: npx tsx tools/dashboard-pictures.ts').toBe(text);
  });

  it.each(pictures)('should be XML, and small: $path', ({ text }) => {
    expect(text.replaceAll(/<\/?[\w:]+(\s+[\w:-]+="[^"<]*")*\s*\/?>/g, '')).not.toMatch(/[<>]/);
    expect(text.length).toBeLessThan(250_000);
  });

  it('should show the title of each panel, and its lines by name', () => {
    const svg = dashboardSvg(dashboard('s', '{{pod}} waits'), recording([{ pod: 'vllm-0' }]));
    expect(svg).toContain('>Queue</text>');
    expect(svg).toContain('>vllm-0 waits</text>');
    expect(svg).toMatch(/>[\d.]+ (ms|s)<\/text>/);
  });

  it('should say what a panel without data needs', () => {
    expect(dashboardSvg(dashboard('s', ''), recording([]))).toContain('>no data in this recording</text>');
    const gpus = pictures.find(({ path }) => path.endsWith('gpus.svg'))!;
    expect(gpus.text.match(/>no data in this recording: needs DCGM</g)).toHaveLength(6);
  });

  it('should not be drawn from a recording of other queries', () => {
    const [panel] = dashboard('s', '').panels;
    expect(() => linesOf(panel!, { ...recording([]), queries: [] })).toThrow(
      'The recording lacks a query of the dashboards: up.',
    );
  });
});

describe('The numbers in a picture', () => {
  it.each([
    ['short', 1234, '1.23 K'],
    ['short', 48, '48'],
    ['s', 0.0042, '4.2 ms'],
    ['s', 12.5, '12.5 s'],
    ['s', 90, '1.5 mins'],
    ['percentunit', 0.25, '25%'],
    ['reqps', 3, '3 req/s'],
  ])('should be as Grafana writes them: %s %f', (unit, value, text) => {
    expect(unitFormat(unit)(value)).toBe(text);
  });
});

const dashboard = (unit: string, legendFormat: string): DrawnDashboard => ({
  uid: 'test',
  title: 'A & B',
  description: 'Of a test.',
  panels: [
    {
      title: 'Queue',
      type: 'timeseries',
      gridPos: { x: 0, y: 0, w: 12, h: 8 },
      fieldConfig: { defaults: { unit, min: 0 } },
      targets: [{ expr: 'up', legendFormat }],
    },
  ],
});

const recording = (found: Record<string, string>[]) => ({
  vllm: '0.32.0',
  step: 2,
  instants: 3,
  queries: [{ expr: 'up', series: found.map((labels) => ({ labels, values: [0, null, 0.5] })) }],
});
