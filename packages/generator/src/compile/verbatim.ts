import { ArchonError } from '@archon/values';
import { resolvePath, type Scope } from './scope.ts';
import type { Place } from './tokens.ts';

/** The escape hatch: Helm as written. It may not reach around the merged values, and its paths are checked too. */
export function rawText(text: string, place: Place, scope: Scope, standalone: boolean): string {
  const bypass = /\.Values\b/.exec(text);
  if (bypass) throw new ArchonError([{ ...place, message: 'A raw block may not use .Values: use $values.' }]);
  for (const [, path] of text.matchAll(/\$values((?:\.[A-Za-z0-9_]+)+)/g)) {
    const parts = ['values', ...path!.slice(1).split('.')];
    const target = parts[1] === 'facts' ? parts.slice(1) : parts;
    resolvePath({ parts: target, original: target.join('.') } as unknown as hbs.AST.PathExpression, scope, place);
  }
  return standalone ? text.replace(/^[ \t]*\n/, '').replace(/\n[ \t]*$/, '') : text;
}

/** The text of a comment, for Helm's comment marks. */
export function commentText(text: string, place: Place): string {
  if (text.includes('*/')) throw new ArchonError([{ ...place, message: 'A comment may not contain "*/".' }]);
  return text.replace(/\s*\n\s*/g, '\n');
}
