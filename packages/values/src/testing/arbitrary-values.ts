import { Ajv } from 'ajv';
import fc, { type Arbitrary } from 'fast-check';
import { resolveRef, type Model } from '../model.ts';
import { isRecord } from '../is-record.ts';
import { formatPath, refName, type Schema } from '../schema.ts';

const nothing = Symbol('left out');

/** Arbitraries by the path of a value (`image.tag`) or the name of a definition (`EnvVar`). */
export type Arbitraries = Record<string, Arbitrary<unknown>>;

/** How often an optional key is left out for each time that it is set: of the document, and below it. */
export type Rarity = readonly [root: number, below: number];

/**
 * Random values that a model's schema admits. Optional keys are rare, so that values stay as small as users' own. `own`
 * says what is at some places instead of what the schema alone says; null stays where the schema admits it.
 */
export function arbitraryValues(
  model: Model,
  own: Arbitraries = {},
  [root, below]: Rarity = [6, 3],
): Arbitrary<Record<string, unknown>> {
  const definitions = new Map<string, Arbitrary<unknown>>();
  return ofProperties(model.schema, root, []) as Arbitrary<Record<string, unknown>>;

  /** A schema as it is; references with no siblings that matter are built once. Below a list there is no path. */
  function of(schema: Schema, path?: string[]): Arbitrary<unknown> {
    const { $ref, description: _, default: __, examples: ___, ...siblings } = schema;
    const name = $ref === undefined ? undefined : refName($ref);
    const chosen = own[formatPath(path ?? [])] ?? (name === undefined ? undefined : own[name]);
    if (chosen) {
      const nullable = [resolveRef(model, schema).type].flat().includes('null');
      return nullable ? fc.oneof({ weight: 7, arbitrary: chosen }, fc.constant(null)) : chosen;
    }
    if (name === undefined || path || Object.keys(siblings).some((key) => !key.startsWith('x-')))
      return ofResolved(resolveRef(model, schema), path);
    if (!definitions.has(name)) definitions.set(name, ofResolved(resolveRef(model, { $ref: $ref! })));
    return definitions.get(name)!;
  }

  function ofResolved(schema: Schema, path?: string[]): Arbitrary<unknown> {
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const types = [schema.type ?? 'object'].flat();
    const values = fc.oneof(...types.map((type) => ofType(type, schema, path)));
    return isConditional(schema) ? values.filter(meets(model, schema)) : values;
  }

  function ofType(type: string, schema: Schema, path?: string[]): Arbitrary<unknown> {
    switch (type) {
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'integer':
        return fc.integer({ min: schema.minimum ?? -(2 ** 31), max: schema.maximum ?? 2 ** 40 });
      case 'number':
        return ofNumber(schema);
      case 'string':
        return ofText(schema);
      case 'array':
        return ofArray(schema);
      default:
        return schema.properties ? ofProperties(schema, below, path) : ofMap(schema);
    }
  }

  function ofText({ pattern, minLength = 0, maxLength = 2000 }: Schema): Arbitrary<string> {
    if (pattern === undefined) return fc.string({ minLength, maxLength: Math.min(12, maxLength) });
    return fc.stringMatching(new RegExp(pattern)).filter(({ length }) => length >= minLength && length <= maxLength);
  }

  function ofNumber({ minimum = -1e6, maximum = 1e6, exclusiveMinimum }: Schema): Arbitrary<number> {
    const bounds = { min: exclusiveMinimum ?? minimum, max: maximum, minExcluded: exclusiveMinimum !== undefined };
    // JSON knows no -0.
    return fc.double({ ...bounds, noNaN: true }).map((number) => (number === 0 ? 0 : number));
  }

  function ofArray({ items = {}, minItems = 0, maxItems = 3, uniqueItems = false }: Schema): Arbitrary<unknown[]> {
    const constraints = { minLength: minItems, maxLength: maxItems };
    return uniqueItems ? fc.uniqueArray(of(items), constraints) : fc.array(of(items), constraints);
  }

  function ofMap(schema: Schema): Arbitrary<Record<string, unknown>> {
    const { additionalProperties = true, patternProperties = {}, propertyNames } = schema;
    const [[pattern, named] = ['^[a-z][a-z0-9./-]{0,10}$', additionalProperties]] = Object.entries(patternProperties);
    // The pointers of ajv do not tell a key of digits from an index.
    const keys = ofText(propertyNames ? resolveRef(model, propertyNames) : { pattern }).filter(
      (key) => !/^\d+$/.test(key),
    );
    const values = isRecord(named) ? of(named) : fc.jsonValue({ maxDepth: 2 });
    return fc.dictionary(keys, values, { maxKeys: 3, noNullPrototype: true }).map(withoutNegativeZero);
  }

  function ofProperties(
    { properties = {}, required = [], additionalProperties, maxProperties = Infinity }: Schema,
    rarity: number,
    path?: string[],
  ): Arbitrary<unknown> {
    const entries = Object.entries(properties).map(([key, schema]) => {
      const value = of(schema, path && [...path, key]);
      if (required.includes(key)) return [key, value] as const;
      const left = { weight: rarity, arbitrary: fc.constant<unknown>(nothing) };
      return [key, fc.oneof(left, { weight: 1, arbitrary: value })] as const;
    });
    const known = fc.record(Object.fromEntries(entries), { noNullPrototype: true });
    const open = additionalProperties === true ? ofMap({}) : fc.constant({});
    return fc.tuple(open, known).map(([more, record]) => {
      const set = Object.entries(record).filter(([, value]) => value !== nothing);
      const optional = set.filter(([key]) => !required.includes(key)).slice(0, maxProperties - required.length);
      return {
        ...more,
        ...Object.fromEntries(set.filter((one) => required.includes(one[0]) || optional.includes(one))),
      };
    });
  }
}

/** Whether a schema says more of its keys together than of each. */
const isConditional = ({ if: condition, allOf, minProperties }: Schema): boolean =>
  [condition, allOf, minProperties].some((keyword) => keyword !== undefined);

function meets({ schema: { definitions } }: Model, schema: Schema): (value: unknown) => boolean {
  const validate = new Ajv({ strict: false }).compile({ ...schema, definitions });
  return (value) => validate(value);
}

const withoutNegativeZero = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
