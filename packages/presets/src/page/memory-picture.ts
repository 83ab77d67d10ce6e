import type { Answer } from '@archon/sizing/types';

export interface MemoryPart {
  name: string;
  /** Likely value, in GiB. */
  gib: number;
  /** In the picture. */
  colour: string;
  /** In a line of text. */
  mark: string;
}

/** The memory of a GPU by what holds it, from the left to the right; together its total. */
export function memoryParts({ parts, kvCacheGiB, marginGiB, kvCacheGiBLow }: Answer): MemoryPart[] {
  if (!parts || kvCacheGiB === null || kvCacheGiBLow === null || marginGiB === null) return [];
  const { total, budget, weights, nonTorch, activation, cudaGraphs } = parts;
  const request = kvCacheGiBLow - marginGiB;
  return [
    { name: 'weights', gib: weights.likely, colour: '#3b6ea8', mark: '█' },
    {
      name: 'while computing',
      gib: nonTorch.likely + activation.likely + cudaGraphs.likely,
      colour: '#8a6fb0',
      mark: '▓',
    },
    { name: 'cache, one request', gib: request, colour: '#2e9e78', mark: '▒' },
    { name: 'cache, further requests', gib: Math.max(0, kvCacheGiB - request), colour: '#8fd3b6', mark: '░' },
    { name: 'left to others', gib: total.likely - budget.likely, colour: '#d5d8dc', mark: '·' },
  ];
}

/** A bar of the picture: a preset on its tightest GPU. */
export interface MemoryBar {
  preset: string;
  gpu: string;
  parts: readonly MemoryPart[];
}

const width = { labels: 270, bar: 560, total: 70 } as const;
const height = { row: 26, bar: 16, legend: 34 } as const;

/** The memory of each preset's tightest GPU, as an SVG that reads on light and dark pages. */
export function memoryPicture(bars: readonly MemoryBar[]): string {
  const [w, h] = [width.labels + width.bar + width.total, height.legend + bars.length * height.row + 6];
  const legend = (bars[0]?.parts ?? []).map(({ name, colour }, index) => {
    const x = 4 + index * 170; // from the left edge: fonts differ, and the longest name needs the room
    return `<rect x="${x}" y="8" width="12" height="12" fill="${colour}"/>${text(x + 17, 18, name)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img"`,
    `  aria-label="Memory of each preset on its tightest GPU" font-family="sans-serif" font-size="11">`,
    `<rect width="${w}" height="${h}" fill="#ffffff"/>`,
    ...legend,
    ...bars.flatMap(({ preset, gpu, parts }, index) => {
      const y = height.legend + index * height.row;
      const total = parts.reduce((sum, { gib }) => sum + gib, 0);
      let x: number = width.labels;
      const rects = parts.map(({ name, gib, colour }) => {
        const across = (gib / total) * width.bar;
        const title = `<title>${name}: ${gib.toFixed(2)} GiB</title>`;
        const rect = `<rect x="${x.toFixed(1)}" y="${y}" width="${across.toFixed(1)}" height="${height.bar}" fill="${colour}">${title}</rect>`;
        x += across;
        return rect;
      });
      const label = `${text(4, y + 12, preset, 'bold')}${text(98, y + 12, gpu)}`;
      return [label, ...rects, text(width.labels + width.bar + 6, y + 12, `${total.toFixed(1)} GiB`)];
    }),
    '</svg>',
    '',
  ].join('\n');
}

function text(x: number, y: number, content: string, weight = 'normal'): string {
  const bold = weight === 'normal' ? '' : ` font-weight="${weight}"`;
  return `<text x="${x}" y="${y}" fill="#24292f"${bold}>${content}</text>`;
}
