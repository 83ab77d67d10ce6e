import type { Prediction } from './cross-validate.ts';

const [WIDTH, HEIGHT, LEFT, TOP, SIDE] = [860, 620, 64, 56, 500] as const;
const [LEAST, MOST] = [0.5, 100] as const;
const TICKS = [0.5, 1, 2, 5, 10, 20, 50, 100] as const;

/** Classes of GPUs, in the order of their colours. */
const CLASSES: readonly [name: string, matches: (gpuClass: string) => boolean][] = [
  ['up to 8 GB', (name) => name.startsWith('<=8')],
  ['12 GB', (name) => name.startsWith('12')],
  ['16 GB', (name) => name.startsWith('16')],
  ['24 GB', (name) => name.startsWith('24')],
  ['32 to 48 GB', (name) => /^(32|48)/.test(name)],
  ['40 to 96 GB', () => true],
];
const LIGHT = ['#b3261e', '#c2570c', '#8a6d00', '#2e7d32', '#1565c0', '#6a3fb5'];
const DARK = ['#ff8a80', '#ffb74d', '#e6d35a', '#81c784', '#74b8ff', '#c3a6ff'];

/** Predicted against measured, on logarithmic axes, each with its bounds. Follows the reader's colour scheme. */
export function scatterSvg(predictions: readonly Prediction[]): string {
  const shown = predictions.filter(({ row }) => (row.measured.kvCacheGiB ?? 0) >= LEAST);
  const points = shown.toSorted((a, b) => (a.row.id < b.row.id ? -1 : 1)).map(pointOf);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title" font-family="system-ui, sans-serif" font-size="13">`,
    `<title id="title">KV cache that the planner predicts against what vLLM printed, ${shown.length} start-ups, each predicted by a fit without its group</title>`,
    `<style>${styles()}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="ink" x="${LEFT}" y="30" font-size="16" font-weight="600">KV cache: predicted against measured, out of sample</text>`,
    ...TICKS.flatMap(axisLines),
    `<path class="ideal" d="M${x(LEAST)} ${y(LEAST)}L${x(MOST)} ${y(MOST)}"/>`,
    `<text class="soft" x="${LEFT + SIDE / 2}" y="${TOP + SIDE + 42}" text-anchor="middle">measured, GiB per GPU</text>`,
    `<text class="soft" transform="translate(18 ${TOP + SIDE / 2}) rotate(-90)" text-anchor="middle">predicted, GiB per GPU</text>`,
    ...points,
    ...legend(),
    '</svg>',
    '',
  ].join('\n');
}

function styles(): string {
  const colours = (list: readonly string[]) => list.map((colour, index) => `.c${index}{color:${colour}}`).join('');
  const light = `.paper{fill:#fff}.ink{fill:#1c1c1e}.soft{fill:#55555c}.grid{stroke:#e3e3e8}.ideal{stroke:#77777f}${colours(LIGHT)}`;
  const dark = `.paper{fill:#16181d}.ink{fill:#f0f0f3}.soft{fill:#a9a9b3}.grid{stroke:#30333b}.ideal{stroke:#8d8d98}${colours(DARK)}`;
  const shared =
    '.grid,.ideal{stroke-width:1}.ideal{fill:none;stroke-dasharray:5 4}.bar{stroke:currentColor;stroke-width:1;opacity:.45}.dot{stroke:currentColor;stroke-width:1.4;fill:currentColor;fill-opacity:.75}.open{fill-opacity:0}';
  return `${light}${shared}@media(prefers-color-scheme:dark){${dark}}`;
}

function axisLines(tick: number): string[] {
  return [
    `<path class="grid" d="M${x(tick)} ${TOP}V${TOP + SIDE}M${LEFT} ${y(tick)}H${LEFT + SIDE}"/>`,
    `<text class="soft" x="${x(tick)}" y="${TOP + SIDE + 20}" text-anchor="middle">${tick}</text>`,
    `<text class="soft" x="${LEFT - 8}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`,
  ];
}

function pointOf({ row, likely, low, high }: Prediction): string {
  const colour = CLASSES.findIndex(([, matches]) => matches(row.class));
  const at = x(row.measured.kvCacheGiB!);
  const open = row.use === 'fit' ? '' : ' open';
  const words = `${row.id}, ${row.gpu}, ${row.question.model}: measured ${row.measured.kvCacheGiB!.toFixed(2)}, predicted ${likely.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}) GiB`;
  return `<g class="c${colour}"><title>${escaped(words)}</title><path class="bar" d="M${at} ${y(low)}V${y(high)}"/><circle class="dot${open}" cx="${at}" cy="${y(likely)}" r="4"/></g>`;
}

function legend(): string[] {
  const left = LEFT + SIDE + 36;
  const rows = CLASSES.map(([name], index) => {
    const top = TOP + 20 + index * 24;
    return `<g class="c${index}"><circle class="dot" cx="${left}" cy="${top}" r="5"/><text class="ink" x="${left + 16}" y="${top + 4}">${name}</text></g>`;
  });
  const top = TOP + 30 + CLASSES.length * 24;
  const notes = [
    `<g class="c4"><circle class="dot open" cx="${left}" cy="${top + 10}" r="5"/></g><text class="ink" x="${left + 16}" y="${top + 14}">something was inferred</text>`,
    `<g class="c4"><path class="bar" d="M${left} ${top + 26}V${top + 46}"/></g><text class="ink" x="${left + 16}" y="${top + 40}">between the bounds</text>`,
    `<path class="ideal" d="M${left - 7} ${top + 66}H${left + 8}"/><text class="ink" x="${left + 16}" y="${top + 70}">as measured</text>`,
  ];
  return [...rows, ...notes];
}

const share = (gib: number) => Math.log(clamp(gib) / LEAST) / Math.log(MOST / LEAST);
const x = (gib: number) => Math.round((LEFT + share(gib) * SIDE) * 10) / 10;
const y = (gib: number) => Math.round((TOP + (1 - share(gib)) * SIDE) * 10) / 10;
const clamp = (gib: number) => Math.min(MOST, Math.max(LEAST, gib));
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
