import { nearest } from '@archon/values/nearest';
import type { Problem } from '@archon/values/problem';

/** The part of JSON Schema that the schemas of the catalog (packages/sizing/catalog/schemas) use. */
export interface EntrySchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, EntrySchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | EntrySchema;
  readonly items?: EntrySchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly definitions?: Readonly<Record<string, EntrySchema>>;
}

type Path = readonly (string | number)[];
type Found = Pick<Problem, 'message' | 'hint'> & { readonly path: Path };

/**
 * Reads a file of the catalog with a closed check: what is missing, wrong or unknown is a problem with its line and
 * column. Ranges and lengths are left to the tests, so that reading 260 files takes a few milliseconds.
 */
export function readEntry(file: string, text: string, schema: EntrySchema, problems: Problem[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const offset = Number(/position (\d+)/.exec((error as Error).message)?.[1] ?? text.length);
    problems.push({ file, ...placeAt(text, offset), message: `This is not valid JSON: ${reason(error as Error)}.` });
    return undefined;
  }
  for (const { path, ...found } of check(value, schema, schema, []))
    problems.push({ file, ...placeAt(text, offsetOf(text, path)), path: path.join('.'), ...found });
  return value;
}

const reason = ({ message }: Error): string =>
  message.replace(/ in JSON at position.*$/s, '').replace(/, .* is not valid JSON$/s, '');

function check(value: unknown, schema: EntrySchema, root: EntrySchema, path: Path): Found[] {
  if (schema.$ref) return check(value, root.definitions![schema.$ref.split('/').at(-1)!]!, root, path);
  const name = path.at(-1) ?? 'The entry';
  if (schema.type !== undefined && !isOfType(value, schema.type))
    return [{ path, message: `${name} must be ${article(schema.type)}, not ${JSON.stringify(value).slice(0, 40)}.` }];
  if (schema.const !== undefined && value !== schema.const)
    return [{ path, message: `${name} must be ${JSON.stringify(schema.const)}, or left out.` }];
  if (schema.enum && !schema.enum.includes(value))
    return [{ path, message: `${name} must be one of ${schema.enum.join(', ')}, not ${JSON.stringify(value)}.` }];
  if (schema.pattern !== undefined && typeof value === 'string' && !patternOf(schema.pattern).test(value))
    return [{ path, message: `${name} is ${JSON.stringify(value)}, which does not match ${schema.pattern}.` }];
  if (Array.isArray(value))
    return schema.items ? value.flatMap((item, at) => check(item, schema.items!, root, [...path, at])) : [];
  if (typeof value !== 'object' || value === null) return [];
  return checkObject(value as Record<string, unknown>, schema, root, path);
}

function checkObject(value: Record<string, unknown>, schema: EntrySchema, root: EntrySchema, path: Path): Found[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const missing = required.filter((key) => !Object.hasOwn(value, key));
  const found: Found[] = missing.map((key) => ({ path, message: `${[...path, key].join('.')} is missing.` }));
  for (const [key, child] of Object.entries(value)) {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (known) found.push(...check(child, known, root, [...path, key]));
    else if (additionalProperties === false) {
      const near = nearest(key, Object.keys(properties));
      const hint =
        near === undefined ? `Known keys: ${Object.keys(properties).join(', ')}.` : `Did you mean "${near}"?`;
      found.push({ path: [...path, key], message: `Unknown key "${key}".`, hint });
    } else if (typeof additionalProperties === 'object')
      found.push(...check(child, additionalProperties, root, [...path, key]));
  }
  return found;
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

const article = (type: string): string => (/^[aio]/.test(type) ? `an ${type}` : `a ${type}`);

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (!pattern) patterns.set(source, (pattern = new RegExp(source, 'u')));
  return pattern;
}

/** Where a value of a valid JSON text begins; of a key, where the key does. */
function offsetOf(text: string, path: Path): number {
  const token = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;
  const open: { key: string | number; list: boolean }[] = [];
  let start = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [part] = found;
    const top = open.at(-1);
    if (part === '{' || part === '[') open.push({ key: part === '[' ? 0 : '', list: part === '[' });
    else if (part === '}' || part === ']') open.pop();
    else if (part === ',' && top?.list) top.key = Number(top.key) + 1;
    else if (top && !top.list && text.slice(token.lastIndex).trimStart().startsWith(':')) {
      top.key = JSON.parse(part) as string;
      start = found.index;
      if (open.length === path.length && open.every(({ key }, at) => key === path[at])) return start;
    }
    if (open.length === path.length && open.at(-1)?.list && open.every(({ key }, at) => key === path[at]))
      return found.index;
  }
  return path.length === 0 ? text.search(/\S/) : offsetOf(text, path.slice(0, -1));
}

function placeAt(text: string, offset: number): Pick<Problem, 'line' | 'column' | 'source'> {
  const before = text.slice(0, offset).split('\n');
  const line = before.length;
  return { line, column: before.at(-1)!.length + 1, source: text.split('\n')[line - 1]! };
}
