import { isRecord } from '@archon/values/is-record';
import { nearest } from '@archon/values/nearest';
import type { Problem } from '@archon/values/problem';
import { chart, resolved, type ValueSchema } from './chart-data.ts';

/** What the chart's schema refuses of values, with the schema's own words. Rules across values are the chart's: Helm says them. */
export function checkValues(values: unknown): Problem[] {
  return check(chart.schema, values, []);
}

type Path = readonly string[];

function check(schema: ValueSchema, value: unknown, path: Path): Problem[] {
  const one = resolved(schema);
  const problem = (message: string, hint?: string): Problem[] => [
    { path: path.join('.'), message, ...(hint !== undefined && { hint }) },
  ];
  const types = [one.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isOf(type, value)))
    return problem(`It must be ${wanted(one)}, not ${shown(value)}.`);
  const fixed = 'const' in one ? [one.const] : one.enum;
  if (fixed && !fixed.some((known) => JSON.stringify(known) === JSON.stringify(value))) {
    const known = fixed.filter((each) => each !== null).map(String);
    const near = typeof value === 'string' ? nearest(value, known) : undefined;
    return problem(`It must be one of ${known.join(', ')}, not ${shown(value)}.`, near && `Did you mean ${near}?`);
  }
  if (typeof value === 'string' && !fitsText(one, value))
    return problem(`It must be ${wanted(one)}, not ${shown(value)}.`);
  if (typeof value === 'number' && !fitsNumber(one, value))
    return problem(`It must be ${wanted(one)}${limits(one)}, not ${value}.`);
  const below = [
    ...(Array.isArray(value) ? checkList(one, value, path) : []),
    ...(isRecord(value) ? checkMap(one, value, path) : []),
    ...(one.allOf ?? []).flatMap((each) => check(each, value, path)),
  ];
  const branch = one.if && (check(one.if, value, path).length === 0 ? one.then : one.else);
  return branch ? [...below, ...check(branch, value, path)] : below;
}

function checkList(schema: ValueSchema, list: readonly unknown[], path: Path): Problem[] {
  const { items, minItems = 0, maxItems = Infinity, uniqueItems } = schema;
  const say = (message: string): Problem => ({ path: path.join('.'), message });
  const twice = uniqueItems && new Set(list.map((entry) => JSON.stringify(entry))).size < list.length;
  return [
    ...(list.length < minItems ? [say(`It needs at least ${minItems} entries.`)] : []),
    ...(list.length > maxItems ? [say(`It takes at most ${maxItems} entries.`)] : []),
    ...(twice ? [say('An entry is there twice.')] : []),
    ...(items ? list.flatMap((entry, at) => check(items, entry, [...path.slice(0, -1), `${path.at(-1)}[${at}]`])) : []),
  ];
}

function checkMap(schema: ValueSchema, map: Readonly<Record<string, unknown>>, path: Path): Problem[] {
  const { properties = {}, patternProperties = {}, propertyNames, additionalProperties = true } = schema;
  const { required = [], minProperties = 0, maxProperties = Infinity } = schema;
  const say = (message: string, hint?: string): Problem => ({ path: path.join('.'), message, ...(hint && { hint }) });
  const count = Object.keys(map).length;
  return [
    ...required.filter((key) => !Object.hasOwn(map, key)).map((key) => say(`It needs the key "${key}".`)),
    ...(count < minProperties ? [say(`It needs at least ${minProperties} keys.`)] : []),
    ...(count > maxProperties ? [say(`It takes at most ${maxProperties} keys.`)] : []),
    ...Object.entries(map).flatMap(([key, value]) => {
      const named = propertyNames ? check(propertyNames, key, [...path, key]) : [];
      const own = Object.hasOwn(properties, key) ? [properties[key]!] : [];
      const matching = Object.entries(patternProperties).flatMap(([pattern, each]) =>
        new RegExp(pattern, 'u').test(key) ? [each] : [],
      );
      const schemas = [...own, ...matching];
      if (schemas.length === 0 && additionalProperties === false) {
        const near = nearest(key, Object.keys(properties));
        return [...named, say(`There is no value "${[...path, key].join('.')}".`, near && `Did you mean "${near}"?`)];
      }
      if (schemas.length === 0 && typeof additionalProperties === 'object') schemas.push(additionalProperties);
      return [...named, ...schemas.flatMap((each) => check(each, value, [...path, key]))];
    }),
  ];
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isRecord(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

/** JSON Schema counts characters, and its patterns need not match all of a text. */
function fitsText({ pattern, minLength = 0, maxLength = Infinity }: ValueSchema, text: string): boolean {
  const { length } = [...text];
  return length >= minLength && length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(text));
}

const fitsNumber = (
  { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity }: ValueSchema,
  value: number,
): boolean => value >= minimum && value <= maximum && value > exclusiveMinimum;

const names: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
};

/** What a value must be, as the schema calls it. */
function wanted({ title, type, examples, minLength = 0 }: ValueSchema): string {
  if (title !== undefined) return title;
  const kinds = [type ?? []].flat().flatMap((one) => names[one] ?? []);
  const example = examples?.length ? `, for example ${JSON.stringify(examples[0])}` : '';
  return `${kinds.join(' or ') || 'another value'}${minLength > 0 ? ' that is not empty' : ''}${example}`;
}

function limits({ minimum, maximum, exclusiveMinimum }: ValueSchema): string {
  const from = minimum ?? exclusiveMinimum;
  const texts = [
    ...(from === undefined
      ? []
      : [`${exclusiveMinimum === undefined ? 'from' : 'more than'} ${from.toLocaleString('en')}`]),
    ...(maximum === undefined ? [] : [`up to ${maximum.toLocaleString('en')}`]),
  ];
  return texts.length > 0 ? ` ${texts.join(' ')}` : '';
}

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
