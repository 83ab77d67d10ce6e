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
  minItems?: number;
  uniqueItems?: boolean;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  definitions?: Record<string, Schema>;
  /** A preset may set this leaf: with the hardware, or with the model. */
  'x-preset'?: PresetGroup;
  /** Why no template needs to use this leaf. */
  'x-unused'?: string;
  /**
   * The keys of this object are flags of `vllm serve` in camelCase; further flags are the chart's own, each with the
   * path of the value that sets it, or with nothing.
   */
  'x-flags'?: { reserved: Record<string, string> };
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
  minItems: true,
  uniqueItems: true,
  minimum: true,
  maximum: true,
  exclusiveMinimum: true,
  definitions: true,
  'x-preset': true,
  'x-unused': true,
  'x-flags': true,
};

/** Every keyword that the values model may use. */
export const schemaKeywords = Object.keys(keywords);

export type PresetGroup = 'hardware' | 'model';
export const presetGroups: readonly PresetGroup[] = ['hardware', 'model'];

const refPrefix = '#/definitions/';

export const refName = (ref: string): string => ref.slice(refPrefix.length);

/** The types that a schema admits, without null. */
export function typesOf(schema: Schema): string[] {
  return (Array.isArray(schema.type) ? schema.type : schema.type === undefined ? [] : [schema.type]).filter(
    (type) => type !== 'null',
  );
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `engine.maxModelLen`, `extraEnv[0].name` */
export function formatPath(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}
