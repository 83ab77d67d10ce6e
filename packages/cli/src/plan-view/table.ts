import { stripVTControlCharacters } from 'node:util';
import { wrap as wrapWords } from '@archon/values/wrap';
import type { Style } from './style.ts';

interface Column {
  readonly title: string;
  readonly align?: 'right';
}

const textWidth = (text: string): number => stripVTControlCharacters(text).length;

/** Lines of a table; the last column is wrapped at the width. Cells may be coloured. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], style: Style): string[] {
  const header = columns.map(({ title }) => style.colors.dim(title));
  const all = [header, ...rows];
  const last = columns.length - 1;
  const widths = columns.map((_, index) => Math.max(...all.map((row) => textWidth(row[index] ?? ''))));
  const indent = widths.slice(0, last).reduce((sum, width) => sum + width + 2, 2);
  const room = Math.max(24, style.width - indent);
  return all.flatMap((row) => {
    const cells = columns.slice(0, last).map(({ align }, index) => pad(row[index] ?? '', widths[index]!, align));
    const final = row[last] ?? '';
    const wide = columns[last]!.align === 'right';
    const [first = '', ...more] = wide ? [pad(final, widths[last]!, 'right')] : wrap(final, room);
    return [`  ${[...cells, first].join('  ')}`.trimEnd(), ...more.map((line) => ' '.repeat(indent) + line)];
  });
}

/** Breaks a text between words. A coloured text stays whole. */
export const wrap = (text: string, width: number): string[] =>
  textWidth(text) === text.length ? wrapWords(text, width) : [text];

/** A list item with its further lines under its text. */
export function item(mark: string, text: string, style: Style): string[] {
  const indent = ' '.repeat(textWidth(mark) + 3);
  return wrap(text, style.width - indent.length).map((line, index) =>
    index === 0 ? `  ${mark} ${line}` : indent + line,
  );
}

function pad(cell: string, width: number, align: 'right' | undefined): string {
  const fill = ' '.repeat(Math.max(0, width - textWidth(cell)));
  return align === 'right' ? fill + cell : cell + fill;
}
