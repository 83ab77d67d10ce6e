import fc, { type Arbitrary } from 'fast-check';
import { resolveRef, type Model } from '../model.ts';
import { isRecord, refName, type Schema } from '../schema.ts';
import type { Path } from '../yaml-file.ts';

const nothing = Symbol('left out');

/** Random values that a model's schema admits. Optional keys are rare, so that values stay as small as users' own. */
export function arbitraryValues(model: Model): Arbitrary<Record<string, unknown>> {
  const definitions = new Map<string, Arbitrary<unknown>>();
  return ofProperties(model.schema, 6) as Arbitrary<Record<string, unknown>>;

  /** A schema as it stands; references with no siblings that matter are built once. */
  function of(schema: Schema): Arbitrary<unknown> {
    const { $ref, description: _, default: __, examples: ___, ...siblings } = schema;
    if ($ref === undefined || Object.keys(siblings).some((key) => !key.startsWith('x-')))
      return ofResolved(resolveRef(model, schema));
    const name = refName($ref);
    if (!definitions.has(name)) definitions.set(name, ofResolved(resolveRef(model, { $ref })));
    return definitions.get(name)!;
  }

  function ofResolved(schema: Schema): Arbitrary<unknown> {
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const types = [schema.type ?? 'object'].flat();
    return fc.oneof(...types.map((type) => ofType(type, schema)));
  }

  function ofType(type: string, schema: Schema): Arbitrary<unknown> {
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
        return schema.pattern === undefined
          ? fc.string({ minLength: schema.minLength ?? 0, maxLength: 12 })
          : fc.stringMatching(new RegExp(schema.pattern)).filter((text) => text.length >= (schema.minLength ?? 0));
      case 'array':
        return ofArray(schema);
      default:
        return schema.properties ? ofProperties(schema, 3) : ofMap(schema);
    }
  }

  function ofNumber({ minimum = -1e6, maximum = 1e6, exclusiveMinimum }: Schema): Arbitrary<number> {
    const bounds = { min: exclusiveMinimum ?? minimum, max: maximum, minExcluded: exclusiveMinimum !== undefined };
    // JSON knows no -0.
    return fc.double({ ...bounds, noNaN: true }).map((number) => (number === 0 ? 0 : number));
  }

  function ofArray({ items = {}, minItems = 0, uniqueItems = false }: Schema): Arbitrary<unknown[]> {
    const constraints = { minLength: minItems, maxLength: 3 };
    return uniqueItems ? fc.uniqueArray(of(items), constraints) : fc.array(of(items), constraints);
  }

  function ofMap({ additionalProperties = true, patternProperties = {} }: Schema): Arbitrary<Record<string, unknown>> {
    const [[pattern, named] = ['^[a-z][a-z0-9./-]{0,10}$', additionalProperties]] = Object.entries(patternProperties);
    const keys = fc.stringMatching(new RegExp(pattern));
    const values = isRecord(named) ? of(named) : fc.jsonValue({ maxDepth: 2 });
    return fc.dictionary(keys, values, { maxKeys: 3, noNullPrototype: true }).map(withoutNegativeZero);
  }

  function ofProperties(
    { properties = {}, required = [], additionalProperties }: Schema,
    rarity: number,
  ): Arbitrary<unknown> {
    const entries = Object.entries(properties).map(([key, schema]) => {
      if (required.includes(key)) return [key, of(schema)] as const;
      const left = { weight: rarity, arbitrary: fc.constant<unknown>(nothing) };
      return [key, fc.oneof(left, { weight: 1, arbitrary: of(schema) })] as const;
    });
    const known = fc.record(Object.fromEntries(entries), { noNullPrototype: true });
    const open = additionalProperties === true ? ofMap({}) : fc.constant({});
    return fc.tuple(open, known).map(([more, record]) => ({
      ...more,
      ...Object.fromEntries(Object.entries(record).filter(([, value]) => value !== nothing)),
    }));
  }
}

const withoutNegativeZero = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** One way to break values: where, what stands there then, and what it breaks. */
export interface Mutation {
  path: Path;
  value: unknown;
  breaks: 'key' | 'type';
}

/** Every single mutation that must be refused: an unknown key in each closed map, and a wrong type of each value. */
export function mutationsOf(model: Model, values: unknown): Mutation[] {
  const wrong: unknown[] = ['text', 1.5, true, ['item'], { key: 'value' }];
  const visit = (schema: Schema, value: unknown, path: Path): Mutation[] => {
    const resolved = resolveRef(model, schema);
    const types = [resolved.type ?? []].flat();
    const replacements =
      types.length === 0 || path.length === 0 ? [] : wrong.filter((other) => !types.includes(typeName(other)));
    const own: Mutation[] = replacements.map((replacement) => ({ path, value: replacement, breaks: 'type' }));
    if (Array.isArray(value))
      return [...own, ...value.flatMap((item, index) => visit(resolved.items ?? {}, item, [...path, index]))];
    if (!isRecord(value)) return own;
    const { properties = {}, patternProperties = {}, additionalProperties } = resolved;
    const children = Object.entries(value).flatMap(([key, child]) => {
      const named = properties[key] ?? Object.values(patternProperties)[0];
      const below = named ?? (isRecord(additionalProperties) ? additionalProperties : {});
      return visit(below, child, [...path, key]);
    });
    const closed: Mutation[] =
      additionalProperties === false ? [{ path: [...path, 'noSuchKey'], value: 1, breaks: 'key' }] : [];
    return [...own, ...closed, ...children];
  };
  return visit(model.schema, values, []);
}

/** The type in JSON Schema; 1.5 is no whole number. */
const typeName = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);

/** A copy of values with something else at a path. */
export function mutate(values: unknown, { path: [step, ...rest], value }: Pick<Mutation, 'path' | 'value'>): unknown {
  if (step === undefined) return value;
  if (Array.isArray(values))
    return values.map((item, index) => (index === step ? mutate(item, { path: rest, value }) : item));
  const record = values as Record<string, unknown>;
  return { ...record, [step]: mutate(record[step], { path: rest, value }) };
}
