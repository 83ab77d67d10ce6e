import type { Expression } from '@archon/values';

/** Place in a template; lines and columns count from 1. */
export interface Place {
  file: string;
  line: number;
  column: number;
  source: string;
}

export type BlockKind = 'if' | 'unless' | 'given' | 'each' | 'with' | 'feature';

/** A piece of a template: text, or a tag. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'raw'; text: string; place: Place }
  | { kind: 'comment'; text: string; place: Place }
  | { kind: 'value'; expression: Expression; place: Place }
  | { kind: 'partial'; name: string; params: Record<string, Expression>; place: Place }
  | { kind: 'open'; block: BlockKind; condition: Expression; names: string[]; place: Place }
  | { kind: 'elseIf'; block: BlockKind; condition: Expression; place: Place }
  | { kind: 'else'; place: Place }
  | { kind: 'close'; place: Place };

export type PartOf<Kind extends Part['kind']> = Extract<Part, { kind: Kind }>;

/** One line of a template. A tag of several lines, as comments and raw blocks are, counts as one. */
export type Line = Part[];

/** Splits text at its line breaks. */
export function toLines(parts: Part[]): Line[] {
  const lines: Line[] = [[]];
  for (const part of parts) {
    if (part.kind !== 'text') lines.at(-1)!.push(part);
    else
      for (const [index, text] of part.text.split('\n').entries()) {
        if (index > 0) lines.push([]);
        addText(lines.at(-1)!, text);
      }
  }
  return lines;
}

/** Adds text to a line; texts that follow each other become one. */
function addText(line: Line, text: string): void {
  const last = line.at(-1);
  if (last?.kind === 'text') line[line.length - 1] = { kind: 'text', text: last.text + text };
  else if (text !== '') line.push({ kind: 'text', text });
}

/** Whether a line holds one tag and nothing else but white space. */
export const isLoneTag = (line: Line): boolean =>
  line.filter((part) => part.kind !== 'text').length === 1 &&
  line.every((part) => part.kind !== 'text' || /^[ \t]*$/.test(part.text));
