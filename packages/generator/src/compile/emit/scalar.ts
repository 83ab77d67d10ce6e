import { emitText } from '@archon/values';
import type { Value } from '../analyze/analyzed.ts';
import { goString } from '../analyze/expression.ts';

/** A scalar alone behind `key: ` or `- `. */
export function emitScalar({ form, go }: Value): string {
  switch (form) {
    case 'structure':
    case 'union':
      return `{{ toJson ${parenthesize(go)} }}`;
    case 'safe':
    case 'free':
      return `{{ ${go} | quote }}`;
    default:
      return `{{ ${go} }}`;
  }
}

/** An argument of printf, with its verb. */
function printfArgument({ form, go }: Value): { verb: string; argument: string } {
  const argument = parenthesize(go);
  if (form === 'structure') return { verb: '%s', argument: `(toJson ${argument})` };
  if (form === 'union') return { verb: '%s', argument: emitText({ raw: argument, typed: argument, type: 'any' }) };
  return { verb: form === 'integer' ? '%d' : form === 'boolean' ? '%t' : '%s', argument };
}

/** A value where no quotes are: in NOTES, and in partials that return text. */
export function emitInText(value: Value): string {
  const converted = value.form === 'structure' || value.form === 'union';
  return `{{ ${converted ? printfArgument(value).argument.slice(1, -1) : value.go} }}`;
}

/** Text and values that form one scalar, by printf and quote: right for every value. */
export function emitPrintf(parts: (string | Value)[]): string {
  const emitted = parts.map((part) =>
    typeof part === 'string' ? { verb: part.replaceAll('%', '%%') } : printfArgument(part),
  );
  const format = emitted.map(({ verb }) => verb).join('');
  const args = emitted.flatMap((part) => ('argument' in part ? part.argument : []));
  return `{{ printf ${goString(format)} ${args.join(' ')} | quote }}`;
}

/** Parentheses around a call, none around a plain variable. */
const parenthesize = (go: string): string => (/^\$?[\w.$]+$/.test(go) ? go : `(${go})`);
