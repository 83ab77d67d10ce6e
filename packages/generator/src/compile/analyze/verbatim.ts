import { ArchonError } from '@archon/values';
import type { PartOf, Place } from '../parse/template.ts';
import { resolvePath, type Scope } from './scope.ts';

/** The escape hatch: Helm as written. It may not reach around the merged values. Returns the values that it uses. */
export function checkRaw({ text, place }: PartOf<'raw'>, scope: Scope): string[] {
  const bypass = /\.Values\b/.exec(text);
  if (bypass) {
    const message = 'A raw block may not use .Values: use $values.';
    throw new ArchonError([{ ...placeIn(text, bypass.index, place), message }]);
  }
  return [...text.matchAll(/\$values((?:\.[A-Za-z0-9_]+)+)/g)].flatMap(({ 1: path, index }) => {
    const parts = ['values', ...path!.slice(1).split('.')];
    const target = parts[1] === 'computed' ? parts.slice(1) : parts;
    const node = { parts: target, original: target.join('.') } as unknown as hbs.AST.PathExpression;
    return resolvePath(node, scope, placeIn(text, index, place)).used ?? [];
  });
}

/** The place of an offset in a raw block; on the block's first line, the place of the block. */
function placeIn(text: string, offset: number, place: Place): Place {
  const before = text.slice(0, offset).split('\n');
  const lines = before.length - 1;
  if (lines === 0) return place;
  return { ...place, line: place.line + lines, column: before.at(-1)!.length + 1, source: text.split('\n')[lines]! };
}

/** The text of a comment, for Helm's comment marks. */
export function commentText({ text, place }: Pick<PartOf<'comment'>, 'text' | 'place'>): string {
  if (text.includes('*/')) throw new ArchonError([{ ...place, message: 'A comment may not contain "*/".' }]);
  return text.replace(/\s*\n\s*/g, '\n');
}
