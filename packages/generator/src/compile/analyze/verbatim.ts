import { ArchonError } from '@archon/values';
import type { PartOf, Place } from '../parse/template.ts';
import { templateName } from './expression.ts';
import { presetKey, resolvePath, userKey, type Scope } from './scope.ts';

/**
 * The escape hatch: Helm as written. The values that it names have to exist, and are returned. Named templates are
 * called and defined without the chart's name, which is put before them.
 */
export function readRaw({ text, place }: PartOf<'raw'>, scope: Scope): { text: string; used: string[] } {
  const whole = /\.Values\b(?!\.\w)/.exec(text);
  if (whole) {
    const message = 'A raw block has to name each value that it uses.';
    throw new ArchonError([{ ...placeIn(text, whole.index, place), message }]);
  }
  const used = [...text.matchAll(/\.Values((?:\.[A-Za-z0-9_]+)+)/g)].flatMap(({ 1: path, index }) => {
    const node = pathOf(path!.slice(1).split('.'));
    return resolvePath(node, { ...scope, preset: true }, placeIn(text, index, place)).used ?? [];
  });
  return { text: withChartName(text, scope.model.root.name), used };
}

/** Puts the chart's name before the names of named templates that have none. */
export const withChartName = (text: string, chart: string): string =>
  text.replace(
    new RegExp(`\\b(include|define|template) "(?:${chart}\\.)?([A-Za-z][A-Za-z0-9-]*)"`, 'g'),
    (_, action: string, name: string) => `${action} "${templateName(chart, name)}"`,
  );

/** The path of a template that means the same as keys of `.Values`. */
function pathOf([first = '', ...rest]: string[]): hbs.AST.PathExpression {
  const root = { computed: ['computed'], [userKey]: ['user'], [presetKey]: ['preset'] }[first] ?? ['values', first];
  const parts = [...root, ...rest];
  return { parts, original: parts.join('.') } as unknown as hbs.AST.PathExpression;
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
