/** A piece of a terminal's line in one style, and when it appeared. */
export interface Segment {
  text: string;
  /** `bold`, `dim`, `cyan`, …; empty for plain text. */
  style: string;
  seconds: number;
}

/** What a program wrote, and when. */
export interface Chunk {
  seconds: number;
  text: string;
}

// The codes of picocolors that start and end a style.
const styles: Readonly<Record<string, string>> = { '1': 'bold', '2': 'dim', '31': 'red', '32': 'green', '36': 'cyan' };

/** The lines that a terminal of that many columns shows; longer ones continue on the next. */
export function terminalLines(chunks: readonly Chunk[], columns: number): Segment[][] {
  const lines: Segment[][] = [[]];
  let [style, column] = ['', 0];
  const newLine = () => {
    lines.push([]);
    column = 0;
  };
  for (const { seconds, text } of chunks)
    // eslint-disable-next-line no-control-regex
    for (const part of text.split(/(\x1b\[\d+m|\n)/)) {
      if (part === '\n') newLine();
      else if (part.startsWith('\x1b')) style = styles[part.slice(2, -1)] ?? '';
      else
        for (let rest = part; rest !== '';) {
          if (column === columns) newLine();
          const piece = rest.slice(0, columns - column);
          lines.at(-1)!.push({ text: piece, style, seconds });
          column += piece.length;
          rest = rest.slice(piece.length);
        }
    }
  while (lines.at(-1)?.length === 0) lines.pop();
  return lines;
}
