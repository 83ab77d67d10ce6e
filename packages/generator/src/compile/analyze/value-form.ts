import { mergedTypes, type Schema } from '@archon/values';
import type { Value } from './analyzed.ts';
import { bare, type Resolved } from './expression.ts';
import { isSafePattern } from './safe-pattern.ts';

/** Decides how a value goes out from the type of what it names. */
export function valueOf(expression: Resolved): Value {
  if (expression.kind === 'path') return bySchema(expression.reference.go, expression.reference.schema);
  const { type } = expression;
  const go = bare(expression);
  if (type === 'list' || type === 'object') return { kind: 'value', form: 'structure', go };
  if (type === 'integer' || type === 'boolean') return { kind: 'value', form: type, go };
  if (type === 'number') return { kind: 'value', form: 'number', go: `toJson (${go})` };
  return { kind: 'value', form: type === 'any' ? 'union' : 'free', go };
}

/** The same for a reference with a schema. */
export function bySchema(go: string, schema: Schema): Value {
  const types = mergedTypes(schema);
  if (types.includes('object') || types.includes('array') || schema.properties)
    return { kind: 'value', form: 'structure', go };
  if (types.length !== 1) return { kind: 'value', form: 'union', go };
  switch (types[0]) {
    case 'integer':
      return { kind: 'value', form: 'integer', go: `int64 ${go}` };
    case 'number':
      return { kind: 'value', form: 'number', go: `toJson ${go}` };
    case 'boolean':
      return { kind: 'value', form: 'boolean', go };
    default:
      return { kind: 'value', form: isSafe(schema) ? 'safe' : 'free', go };
  }
}

function isSafe(schema: Schema): boolean {
  if (schema.enum) return schema.enum.every((choice) => choice === null || /^[A-Za-z0-9._/-]*$/.test(String(choice)));
  return schema.pattern !== undefined && isSafePattern(schema.pattern);
}
