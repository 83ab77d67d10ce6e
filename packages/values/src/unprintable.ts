import { isRecord } from './is-record.ts';
import { formatPath } from './schema.ts';
import type { Path } from './yaml-file.ts';

/** What Go's YAML library refuses in a text, so that Helm's toYaml prints nothing at all of the map or list around it. */
export const unprintable = /[\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

/** Texts and keys with a character that Helm cannot print, each with a sentence. */
export function unprintableTexts(value: unknown, path: Path = []): { path: Path; message: string }[] {
  if (typeof value === 'string') return problemOf(value, path, formatPath(path));
  if (Array.isArray(value)) return value.flatMap((item, index) => unprintableTexts(item, [...path, index]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...problemOf(key, [...path, key], `A key of ${formatPath(path) || 'the document'}`),
    ...unprintableTexts(child, [...path, key]),
  ]);
}

function problemOf(text: string, path: Path, name: string): { path: Path; message: string }[] {
  const [character] = unprintable.exec(text) ?? [];
  if (character === undefined) return [];
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return [{ path, message: `${name} holds the invisible character U+${code}, which Helm cannot print. Remove it.` }];
}
