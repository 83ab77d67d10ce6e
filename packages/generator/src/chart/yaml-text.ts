import { stringify } from 'yaml';

/** YAML as Helm reads it: YAML 1.1 quoting (`"on"`, `"1_000"`, `"0o17"`), never folded. Without a newline at the end. */
export const yamlText = (value: unknown): string =>
  stringify(value, { version: '1.1', customTags: (tags) => [...tags, 'intOct'], lineWidth: 0 }).trimEnd();

/** Each line behind the same prefix; empty lines get none of its trailing blanks. */
export const prefixLines = (text: string, prefix: string): string =>
  text
    .split('\n')
    .map((line) => (prefix + line).trimEnd())
    .join('\n');

/** Words of a text in lines of at most `width` characters. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
