import { ArchonError, type Expression, type Problem } from '@archon/values';
import { goString } from './emit-expression.ts';
import { emissionOf, printfArgument } from './emit-value.ts';
import type { Scope } from './scope.ts';
import type { Place, Token } from './tokens.ts';

type Part = { kind: 'text'; text: string } | { kind: 'value'; expression: Expression; place: Place };

/** The rest of a YAML line that holds a scalar with tags in it. */
export interface ScalarLine {
  /** Text of the scalar before the first tag, already in the output. */
  prefix: string;
  /** From the first tag to the end of the line. */
  parts: Part[];
  /** Whatever follows the line in the last text. */
  rest: string;
  /** True when the scalar is one tag and nothing else. */
  whole: boolean;
}

/** Reads the scalar that the tag at `index` stands in. */
export function readScalarLine(tokens: Token[], index: number, output: string): ScalarLine {
  const line = output.slice(output.lastIndexOf('\n') + 1);
  const [head] = /^\s*(?:- +)*(?:(?:[\w./-]+|"[^"]*"): +)?/.exec(line)!;
  const prefix = line.slice(head.length);
  const parts: Part[] = [];
  let rest = '';
  let mixed = prefix.includes('{{');
  for (const token of tokens.slice(index)) {
    if (token.kind === 'value') parts.push(token);
    else if (token.kind === 'text') {
      const end = token.text.search(/\n|[ \t]+#/);
      parts.push({ kind: 'text', text: end < 0 ? token.text : token.text.slice(0, end) });
      if (end >= 0) rest = token.text.slice(end);
      if (end >= 0) break;
    } else {
      mixed = true;
      break;
    }
  }
  const reason = mixed ? otherTags : obstacle(head, prefix);
  if (reason) throw new ArchonError([{ ...(tokens[index] as Token & { kind: 'value' }).place, ...reason }]);
  const tail = parts.slice(1);
  return {
    prefix,
    parts,
    rest,
    whole: prefix === '' && tail.every((part) => part.kind === 'text' && part.text.trim() === ''),
  };
}

/** Why a tag behind this text has no form that would be right for every value. */
function obstacle(head: string, prefix: string): Pick<Problem, 'message' | 'hint'> | undefined {
  if (head.trim() === '') return noKey;
  if (/^[[{]/.test(prefix)) return inFlow;
  return /(^|\s)#/.test(prefix) ? inComment : undefined;
}

const otherTags = {
  message: 'A value cannot share its line with a block, a partial or a comment.',
  hint: 'Put the block on lines of its own, or make a partial of the line.',
};
const noKey = {
  message: 'A tag needs a key or a dash before it.',
  hint: 'For keys, and for texts of several lines, use a raw block.',
};
const inFlow = { message: 'A tag cannot stand inside […] or {…}.', hint: 'Write the list or the map line by line.' };
const inComment = { message: 'A tag cannot stand in a comment of YAML.', hint: 'Use {{!-- … --}}.' };

/** Emits text and tags that form one scalar: in place when nothing in it needs quoting, else by printf and quote. */
export function emitMixedScalar({ prefix, parts }: ScalarLine, scope: Scope): string {
  const emitted = parts.map((part) =>
    part.kind === 'text' ? part.text : emissionOf(part.expression, scope, part.place),
  );
  const quoted = /^["']/.test(prefix);
  const inPlace = emitted.every(
    (part) => typeof part === 'string' || !['free', 'union', 'structure'].includes(part.form),
  );
  if (inPlace && prefix !== '') {
    return prefix + emitted.map((part) => (typeof part === 'string' ? part : `{{ ${part.go} }}`)).join('');
  }
  if (quoted) {
    const place = parts.find((part) => part.kind === 'value')!.place;
    throw new ArchonError([
      { ...place, message: 'This text could hold a quote, and stands inside quotes.', hint: 'Leave the quotes out.' },
    ]);
  }
  let format = prefix.replaceAll('%', '%%');
  const args: string[] = [];
  for (const part of emitted) {
    if (typeof part === 'string') format += part.replaceAll('%', '%%');
    else {
      const { verb, argument } = printfArgument(part);
      format += verb;
      args.push(argument);
    }
  }
  return `{{ printf ${goString(format)} ${args.join(' ')} | quote }}`;
}
