import { ArchonError, type Problem } from '@archon/values';
import type { Line, Part, PartOf } from '../parse/template.ts';
import { mayNeedQuotes, type AnalyzedLine, type Node, type Value } from './analyzed.ts';

/** Reads a line of YAML with values in it: what is before its scalar, the scalar, and a comment behind it. */
export function readScalarLine(line: Line, nodes: Node[]): AnalyzedLine {
  const first = line.findIndex((part) => part.kind === 'value');
  const { place } = line[first] as PartOf<'value'>;
  const refuse: Refuse = (reason) => {
    throw new ArchonError([{ ...place, ...reason }]);
  };
  const before = line.slice(0, first);
  if (before.some((part) => part.kind !== 'text')) refuse(otherTags);
  const { head, prefix } = splitHead(before.map(textOf).join(''));
  const reason = obstacle(head, prefix);
  if (reason) refuse(reason);
  const { scalar, rest } = splitScalar(nodes.slice(first), line.slice(first), refuse);
  const parts = prefix === '' ? scalar : [prefix, ...scalar];
  if (/^["']/.test(prefix) && parts.some((part) => typeof part !== 'string' && mayNeedQuotes(part))) refuse(inQuotes);
  return { kind: 'scalar', head, parts, rest };
}

/** Splits a line from its first value: the scalar, and the comment behind it. */
function splitScalar(nodes: Node[], line: Line, refuse: Refuse): { scalar: (string | Value)[]; rest: Node[] } {
  const scalar: (string | Value)[] = [];
  for (const [index, node] of nodes.entries()) {
    if (node.kind === 'value') scalar.push(node);
    else if (node.kind !== 'text') return refuse(otherTags);
    else {
      const end = node.text.search(/[ \t]+#/);
      scalar.push(end < 0 ? node.text : node.text.slice(0, end));
      if (end < 0) continue;
      if (line.slice(index).some((part) => part.kind === 'value')) refuse(tagInComment);
      return { scalar, rest: [{ ...node, text: node.text.slice(end) }, ...nodes.slice(index + 1)] };
    }
  }
  return { scalar, rest: [] };
}

type Refuse = (reason: Pick<Problem, 'message' | 'hint'>) => never;

const textOf = (part: Part): string => (part.kind === 'text' ? part.text : '');

/** Splits a line before its scalar: behind dashes and a key. */
function splitHead(text: string): { head: string; prefix: string } {
  const [head] = /^\s*(?:- +)*(?:(?:[\w./-]+|"[^"]*"): +)?/.exec(text)!;
  return { head, prefix: text.slice(head.length) };
}

/** Whether text is all that a line may hold before a tag that is its whole scalar. */
export const startsScalar = (text: string): boolean => /^\s*(?:(?:- +)+|(?:- +)*[\w./-]+: +)$/.test(text);

/** Why a tag behind this text has no form that would be right for every value. */
function obstacle(head: string, prefix: string): Pick<Problem, 'message' | 'hint'> | undefined {
  if (head.trim() === '') return noKey;
  if (/^[[{]/.test(prefix)) return inFlow;
  return /(^|\s)#/.test(prefix) ? tagInComment : undefined;
}

const otherTags = {
  message: 'A value cannot share its line with a block, a partial or a comment.',
  hint: 'Put the block on lines of its own, or make a partial of the line.',
};
const noKey = {
  message: 'A tag needs a key or a dash before it.',
  hint: 'For keys, and for texts of several lines, use a raw block.',
};
const inFlow = { message: 'A tag cannot be inside […] or {…}.', hint: 'Write the list or the map line by line.' };
const inQuotes = {
  message: 'This text could hold a quote, and is inside quotes.',
  hint: 'Leave the quotes out.',
};
const tagInComment = { message: 'A tag cannot be in a comment of YAML.', hint: 'Use {{!-- … --}}.' };
