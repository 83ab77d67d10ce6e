import type { Answer } from '@archon/sizing';
import { gib } from '@archon/advice/format';
import { segmentsOf, type SegmentName } from '@archon/advice/memory-segments';
import type { Style } from './style.ts';

type Shade = (text: string) => string;

/** A glyph each, so that the bar reads without colours too. */
const glyphs = {
  weights: ['█', '#'],
  nonTorch: ['◆', '%'],
  activation: ['▓', '+'],
  cudaGraphs: ['▚', '='],
  request: ['▒', 'o'],
  cache: ['░', '-'],
  outside: ['·', '.'],
  missing: ['!', '!'],
} as const satisfies Record<SegmentName, readonly [string, string]>;

const shades: Record<SegmentName, keyof Style['colors']> = {
  weights: 'blue',
  nonTorch: 'gray',
  activation: 'magenta',
  cudaGraphs: 'yellow',
  request: 'green',
  cache: 'cyan',
  outside: 'dim',
  missing: 'red',
};

/** The glyph of a part, coloured: the legend. */
export function swatch(name: SegmentName, { unicode, colors }: Style): string {
  return (colors[shades[name]] as Shade)(glyphs[name][unicode ? 0 : 1]);
}

/**
 * The GPU's memory by parts, likely values: one row of cells, and under it where the budget and the GPU end. What
 * one request lacks is drawn past the budget.
 */
export function memoryBar(answer: Answer, style: Style): string[] {
  const { parts } = answer;
  if (!parts) return [];
  const segments = segmentsOf(answer);
  const drawn = segments.reduce((sum, segment) => sum + segment.gib, 0);
  const scale = Math.max(parts.total.likely, drawn);
  const cells = style.width - 4;
  const counts = share(
    [...segments.map((segment) => segment.gib), scale - drawn].map((size) => (size / scale) * cells),
    cells,
  );
  const bar = segments.map(({ name }, index) =>
    swatch(name, style).replace(glyph(name, style), (cell) => cell.repeat(counts[index]!)),
  );
  const at = (size: number): number => Math.min(cells, Math.max(1, Math.round((size / scale) * cells)));
  return [
    `  ${bar.join('')}`,
    mark(`vLLM may use ${gib(parts.budget.likely)} GiB`, at(parts.budget.likely), style),
    mark(`the GPU has ${gib(parts.total.likely)} GiB`, at(parts.total.likely), style),
  ];
}

const glyph = (name: SegmentName, { unicode }: Style): string => glyphs[name][unicode ? 0 : 1];

/** Whole cells that add up; what is there at all gets one. */
function share(wanted: readonly number[], cells: number): number[] {
  const counts = wanted.map((size) => (size > 0.01 ? Math.max(1, Math.floor(size)) : 0));
  const rest = (index: number): number => wanted[index]! - counts[index]!;
  for (let sum = counts.reduce((a, b) => a + b, 0); sum !== cells;) {
    const step = sum < cells ? 1 : -1;
    const index = counts.reduce(
      (best, count, i) => ((step > 0 || count > 1) && step * rest(i) > step * rest(best) ? i : best),
      counts.indexOf(Math.max(...counts)),
    );
    counts[index]! += step;
    sum += step;
  }
  return counts;
}

/** A label that points at the end of a cell. */
function mark(label: string, cell: number, { unicode, colors }: Style): string {
  const line =
    label.length + 2 <= cell
      ? `${`${label} ${unicode ? '┘' : '^'}`.padStart(cell)}`
      : `${' '.repeat(cell - 1)}${unicode ? '└' : '^'} ${label}`;
  return `  ${colors.dim(line)}`;
}
