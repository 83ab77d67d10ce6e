/** A problem as the author of the template `t.hbs` reads it. */
export function problemText(text: string, place: string, message: string, hint?: string): string {
  const [line, column] = place.split(':').map(Number) as [number, number];
  const source = text.split('\n')[line - 1]!;
  const lines = [`t.hbs:${place}`, `  ${message}`, `  ${line} | ${source}`, `    | ${' '.repeat(column - 1)}^`];
  return [...lines, ...(hint === undefined ? [] : [`  ${hint}`])].join('\n');
}
