import { emitText, isPath, typesOf, type Expression, type Schema } from '@archon/values';
import { emitExpression } from './emit-expression.ts';
import { isSafePattern } from './safe-pattern.ts';
import { resolvePath, type Scope } from './scope.ts';
import type { Place } from './tokens.ts';

/** How a value goes out, by its schema type. */
export type Emission =
  | { form: 'structure'; go: string }
  | { form: 'integer' | 'boolean' | 'number' | 'union' | 'safe' | 'free'; go: string };

/** Decides the emission of a tag from the type of what it names. */
export function emissionOf(node: Expression, scope: Scope, place: Place): Emission {
  if (!isPath(node)) {
    const { raw, type } = emitExpression(node, scope, place);
    const go = raw.startsWith('(') ? raw.slice(1, -1) : raw;
    if (type === 'list' || type === 'object') return { form: 'structure', go };
    if (type === 'integer' || type === 'boolean') return { form: type, go };
    if (type === 'number') return { form: 'number', go: `toJson (${go})` };
    return { form: type === 'any' ? 'union' : 'free', go };
  }
  const { go, schema } = resolvePath(node, scope, place);
  return bySchema(go, schema);
}

/** The emission of a reference with a schema. */
export function bySchema(go: string, schema: Schema): Emission {
  const types = typesOf(schema);
  if (types.includes('object') || types.includes('array') || schema.properties) return { form: 'structure', go };
  if (types.length !== 1) return { form: 'union', go };
  switch (types[0]) {
    case 'integer':
      return { form: 'integer', go: `int64 ${go}` };
    case 'number':
      return { form: 'number', go: `toJson ${go}` };
    case 'boolean':
      return { form: 'boolean', go };
    default:
      return { form: isSafe(schema) ? 'safe' : 'free', go };
  }
}

function isSafe(schema: Schema): boolean {
  if (schema.enum) return schema.enum.every((choice) => choice === null || /^[A-Za-z0-9._/-]*$/.test(String(choice)));
  return schema.pattern !== undefined && isSafePattern(schema.pattern);
}

/** A scalar that stands alone behind `key: ` or `- `. */
export function emitScalar({ form, go }: Emission): string {
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
export function printfArgument({ form, go }: Emission): { verb: string; argument: string } {
  const argument = parenthesize(go);
  if (form === 'structure') return { verb: '%s', argument: `(toJson ${argument})` };
  if (form === 'union') return { verb: '%s', argument: emitText({ raw: argument, typed: argument, type: 'any' }) };
  return { verb: form === 'integer' ? '%d' : form === 'boolean' ? '%t' : '%s', argument };
}

/** A value where no quotes are: in NOTES, and in partials that return text. */
export function emitInText(emission: Emission): string {
  const quoted = emission.form === 'structure' || emission.form === 'union';
  return `{{ ${quoted ? printfArgument(emission).argument.slice(1, -1) : emission.go} }}`;
}

/** Parentheses around a call, none around a plain variable. */
const parenthesize = (go: string): string => (/^\$?[\w.$]+$/.test(go) ? go : `(${go})`);
