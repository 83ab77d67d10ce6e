import { Ajv, type CodeOptions, type ValidateFunction } from 'ajv';
import type { Schema } from './schema.ts';

/** Ajv for the schemas of values. Without `optimize`, compiling takes a third less time, and a few validations gain nothing from it. */
export function valuesAjv(code: CodeOptions = {}): Ajv {
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, code: { optimize: false, ...code } });
  ajv.addVocabulary(['x-preset', 'x-null', 'x-unused', 'x-number']);
  return ajv;
}

/** The validator of a schema, compiled when it is first asked for. */
export function lazyValidator(schema: Schema): () => ValidateFunction {
  let compiled: ValidateFunction | undefined;
  return () => (compiled ??= valuesAjv().compile(schema));
}
