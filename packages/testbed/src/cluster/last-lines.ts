import { existsSync, readFileSync } from 'node:fs';

/** The last lines of a log, indented; "(it is empty)" for an empty one. */
export function lastLines(file: string, count = 10): string {
  const text = existsSync(file) ? readFileSync(file, 'utf8').trimEnd() : '';
  if (!text) return '  (it is empty)';
  return text
    .split('\n')
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n');
}
