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
