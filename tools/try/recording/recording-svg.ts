import { type Chunk, type Segment, terminalLines } from './terminal-lines.ts';

const columns = 118;
const [cell, row, margin] = [7.25, 17, 16];
/** Longer pauses are shortened to this. */
const longestPause = 1.2;

const css = `text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #e6edf3; white-space: pre }
.bold { font-weight: bold } .dim { fill: #8b949e } .cyan { fill: #56d4dd } .green { fill: #3fb950 } .red { fill: #ff7b72 }
.later { animation: appear 0.01s linear both }
@keyframes appear { from { opacity: 0 } to { opacity: 1 } }
@media (prefers-reduced-motion: reduce) { .later { animation: none } }`;

/** An animated picture of a terminal in which text appears as it was written; long pauses are shortened. */
export function recordingSvg(chunks: readonly Chunk[], command: string): string {
  const lines = terminalLines([{ seconds: 0, text: `$ ${command}\n` }, ...shortenPauses(chunks)], columns);
  const [width, height] = [Math.ceil(columns * cell + 2 * margin), lines.length * row + 2 * margin];
  const title = `A recording of ${command}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<title>${title}</title>
<style>${css}</style>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${lines.map(textElement).filter(Boolean).join('\n')}
</svg>
`;
}

/** When each piece appears in the picture. */
function shortenPauses(chunks: readonly Chunk[]): Chunk[] {
  let [before, shown] = [0, 0.6];
  return chunks.map(({ seconds, text }) => {
    shown += Math.min(seconds - before, longestPause);
    before = seconds;
    return { seconds: shown, text };
  });
}

function textElement(line: readonly Segment[], index: number): string {
  const pieces = line.map(({ text, style, seconds }) => {
    const classes = ['later', style].filter(Boolean).join(' ');
    return `<tspan class="${classes}" style="animation-delay:${seconds.toFixed(2)}s">${escape(text)}</tspan>`;
  });
  const y = margin + (index + 0.75) * row;
  return pieces.length === 0 ? '' : `<text x="${margin}" y="${y}" xml:space="preserve">${pieces.join('')}</text>`;
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
