import type { ErrorObject } from 'ajv';
import type { Leaf } from './model.ts';
import { nearest, oppositeOf } from './nearest.ts';
import { isRecord } from './is-record.ts';
import { formatPath, type Schema } from './schema.ts';
import { valueAt } from './value-at.ts';
import type { Path } from './yaml-file.ts';

export interface Explanation {
  path: Path;
  message: string;
  hint?: string;
}

/** What wrong values may have meant: values at other places, and values that had this name or form before. */
export interface Elsewhere {
  leaves: readonly Leaf[];
  renamed: Readonly<Record<string, string>>;
  /** Sentences about values that had another form before, and about keys that people know from elsewhere. */
  replaced: Readonly<Record<string, string>>;
  /** What the chart itself knows about an unknown key. */
  unknownKey?: ((path: Path, value: unknown, known: readonly string[]) => string | undefined) | undefined;
}

const nouns: Record<string, string> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'nothing',
};

/** Explains one error of ajv: where it is, what was expected, and the nearest valid choice. */
export function explain(
  error: ErrorObject,
  elsewhere: Elsewhere = { leaves: [], renamed: {}, replaced: {} },
): Explanation {
  const path = pathOf(error.instancePath);
  const name = formatPath(path) || 'The document';
  const params = error.params as Record<string, unknown>;
  const found = describe(error.data);
  const title = error.parentSchema?.title as string | undefined;
  if (error.propertyName !== undefined)
    return {
      path: [...path, error.propertyName],
      message: `"${error.propertyName}" is not ${title ?? `a name for ${name}`}.`,
    };
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = params.additionalProperty;
      return unknownKey(path, String(key), valueAt(error.data, [String(key)]), error.parentSchema as Schema, elsewhere);
    }
    case 'type':
      if (params.type === 'null') return { path, message: `${name} must be left out here.` };
      return {
        path,
        message: `${name} must be ${orList(withoutText(listOf(params.type), error.parentSchema as Schema))}, not ${found}.`,
        ...replacedBelow(name, error.data, elsewhere),
      };
    case 'enum': {
      const choices = (params.allowedValues as unknown[]).filter((value) => value !== null);
      const near = typeof error.data === 'string' ? nearest(error.data, choices.map(String)) : undefined;
      return {
        path,
        message: `${name} must be one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}, not ${found}.`,
        ...(near && { hint: `Did you mean "${near}"?` }),
      };
    }
    case 'pattern':
      if ((error.parentSchema as Schema)['x-number'])
        return { path, message: `${name} must be ${numberText(error.parentSchema as Schema)}, not ${found}.` };
      return {
        path,
        message: title
          ? `${name} must be ${title}, not ${found}.`
          : `${name} must match ${String(params.pattern)}, and ${found} does not.`,
        ...quantityHint(error.data, String(params.pattern)),
      };
    case 'required':
      return { path, message: `${name} needs the key "${String(params.missingProperty)}".` };
    case 'uniqueItems':
      return { path, message: `${name} holds ${JSON.stringify((error.data as unknown[])[Number(params.i)])} twice.` };
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return { path, message: `${name} must be ${String(params.comparison)} ${String(params.limit)}, not ${found}.` };
    case 'minLength':
      return { path, message: `${name} may not be empty.` };
    case 'maxItems':
      return {
        path,
        message: `${name} ${params.limit === 0 ? 'must be left out' : `may have at most ${counted(params.limit, 'entry', 'entries')}`}.`,
      };
    case 'maxLength':
      return {
        path,
        message: `${name} ${params.limit === 0 ? 'must be left out' : `may have at most ${counted(params.limit, 'character', 'characters')}`}, not ${found}.`,
      };
    case 'minProperties':
    case 'maxProperties':
      return { path, message: `${name} ${tooManyKeys(error)}.` };
    case 'minItems':
      return { path, message: `${name} needs at least ${counted(params.limit, 'entry', 'entries')}.` };
    default:
      return { path, message: `${name} ${error.message ?? 'is not valid'}.` };
  }
}

/** The keys that are too many or too few, and how many Kubernetes takes. */
function tooManyKeys({ data, params, parentSchema }: ErrorObject): string {
  const { required = [], properties = {} } = parentSchema as Schema;
  const keys = (list: string[]): string => list.filter((key) => !required.includes(key)).join(', ');
  const most = Number(params.limit) - required.length;
  const wanted = `${most === 1 ? 'one' : most} of these keys`;
  return Object.keys(data as object).length > most
    ? `may have only ${wanted}: ${keys(Object.keys(data as object))}`
    : `must have ${wanted}: ${keys(Object.keys(properties))}`;
}

/** The text that a number may be is not a type of its own. */
const withoutText = (types: string[], schema: Schema): string[] =>
  schema['x-number'] ? types.filter((type) => type !== 'string') : types;

const counted = (limit: unknown, one: string, many: string): string => `${String(limit)} ${limit === 1 ? one : many}`;

/** What may be written for a number. */
function numberText({ maximum, pattern, type }: Schema): string {
  const limit = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? '' : ` up to ${maximum}`;
  if ([type].flat().includes('number')) return `a number${limit}`;
  const auto = pattern?.includes('auto') ? ' or auto' : '';
  return `a whole number${limit}, as 32768, 32k (32,000) or 32K (32,768)${auto}`;
}

/** `8GB` is how people write it, `8G` and `8Gi` are how Kubernetes does. */
function quantityHint(value: unknown, pattern: string): { hint?: string } {
  const [, number, unit = ''] = /^([0-9.]+) ?([kmgtp])i?b?$/i.exec(String(value)) ?? [];
  const meant = `${number}${unit.toUpperCase()}i`;
  return unit !== '' && new RegExp(pattern).test(meant) ? { hint: `Did you mean "${meant}"?` } : {};
}

function unknownKey(
  path: Path,
  key: string,
  value: unknown,
  parent: Schema,
  { leaves, renamed, replaced, unknownKey: meaning }: Elsewhere,
): Explanation {
  const old = formatPath([...path, key]);
  const moved = renamedBelow(old, value, renamed);
  if (moved.length > 0) return { path: [...path, key], message: moved.join(' '), hint: renameHint };
  const known = Object.keys(parent.properties ?? {});
  const place = path.length === 0 ? 'at the top level' : `in ${formatPath(path)}`;
  if (parent.patternProperties)
    return { path: [...path, key], message: `"${key}" is not a name for ${formatPath(path)}.` };
  const elsewhere = leaves.find((leaf) => leaf.path.at(-1) === key && leaf.path.length > 1);
  const near = nearest(key, known);
  const hint =
    (Object.hasOwn(replaced, old) ? `${replaced[old]}.` : undefined) ??
    meaning?.([...path, key], value, known) ??
    (near === undefined ? oppositeHint(key, value, parent) : `Did you mean "${near}"?`) ??
    (elsewhere ? `There is ${formatPath(elsewhere.path)}.` : `Known keys are ${known.join(', ')}.`);
  return { path: [...path, key], message: `Unknown key "${key}" ${place}.`, hint };
}

/** `enableLogs: false` for `disableLogs: true`. */
function oppositeHint(key: string, value: unknown, { properties = {} }: Schema): string | undefined {
  const switches = Object.keys(properties).filter((name) => [properties[name]!.type].flat().includes('boolean'));
  const opposite = oppositeOf(key, switches);
  return opposite && `${opposite} is the opposite. Did you mean "${opposite}: ${String(value === false)}"?`;
}

/** What an unknown key, or what was set below it, is called now: one sentence each. */
function renamedBelow(old: string, value: unknown, renamed: Elsewhere['renamed']): string[] {
  const now = Object.hasOwn(renamed, old) ? renamed[old] : undefined;
  if (now !== undefined) return [`${old} is called ${now} now.`];
  const below = isRecord(value) ? Object.entries(value) : [];
  return below.flatMap(([key, child]) => renamedBelow(`${old}.${key}`, child, renamed));
}

/** What to write instead of a map that had keys before. */
function replacedBelow(name: string, value: unknown, { replaced }: Elsewhere): { hint?: string } {
  const keys = isRecord(value) ? Object.keys(value).map((key) => `${name}.${key}`) : [];
  const sentence = keys.flatMap((key) => (Object.hasOwn(replaced, key) ? replaced[key]! : []))[0];
  return sentence === undefined ? {} : { hint: `${sentence}.` };
}

const renameHint = 'archon migrate <values.yaml> writes the new names into a file of values.';

/** Turns ajv's JSON pointer into a path, with numbers for list indexes. */
function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [String(value)]);

const orList = (types: string[]): string =>
  types
    .filter((type) => type !== 'null' || types.length === 1)
    .map((type) => nouns[type] ?? type)
    .join(' or ');

function describe(value: unknown): string {
  if (value === null) return 'nothing (null)';
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) return 'a map';
  if (typeof value !== 'string') return JSON.stringify(value);
  return `the text ${JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value)}`;
}
