/** The part of JSON Schema draft-07 that the values model uses, and our own `x-` keywords. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: boolean | Schema;
  patternProperties?: Record<string, Schema>;
  propertyNames?: Schema;
  required?: string[];
  enum?: unknown[];
  default?: unknown;
  examples?: unknown[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minProperties?: number;
  maxProperties?: number;
  allOf?: Schema[];
  if?: Schema;
  then?: Schema;
  else?: Schema;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  definitions?: Record<string, Schema>;
  /** A preset may set this leaf, with the group of that name. */
  'x-preset'?: string;
  /** null leaves this value out, although it has a default: why one would. */
  'x-null'?: string;
  /** Why no template needs to use this leaf. */
  'x-unused'?: string;
  /** Text means a number, and is one once the values are merged, in a map a fraction: Helm's --set makes text of it. */
  'x-number'?: true;
}

const keywords: Record<keyof Schema, true> = {
  $ref: true,
  type: true,
  title: true,
  description: true,
  properties: true,
  items: true,
  additionalProperties: true,
  patternProperties: true,
  propertyNames: true,
  required: true,
  enum: true,
  default: true,
  examples: true,
  pattern: true,
  minLength: true,
  maxLength: true,
  minItems: true,
  maxItems: true,
  uniqueItems: true,
  minProperties: true,
  maxProperties: true,
  allOf: true,
  if: true,
  then: true,
  else: true,
  minimum: true,
  maximum: true,
  exclusiveMinimum: true,
  definitions: true,
  'x-preset': true,
  'x-null': true,
  'x-unused': true,
  'x-number': true,
};

/** Every keyword that the values model may use. */
export const schemaKeywords = Object.keys(keywords);

const refPrefix = '#/definitions/';

export const refName = (ref: string): string => ref.slice(refPrefix.length);

/** The types that a schema admits, without null. */
export function typesOf(schema: Schema): string[] {
  return (Array.isArray(schema.type) ? schema.type : schema.type === undefined ? [] : [schema.type]).filter(
    (type) => type !== 'null',
  );
}

/** `engine.maxModelLen`, `extraEnv[0].name` */
export function formatPath(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

/** A copy without our `x-` keywords, for readers that know JSON Schema only. */
export function stripExtensions<T>(node: T): T {
  if (Array.isArray(node)) return node.map((item: unknown) => stripExtensions(item)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => !key.startsWith('x-'));
  return Object.fromEntries(entries.map(([key, value]) => [key, stripExtensions(value as unknown)])) as T;
}
