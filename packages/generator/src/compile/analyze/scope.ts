import {
  ArchonError,
  isOwnObject,
  nearest,
  presetLeaves,
  resolveRef,
  mergedTypes,
  valueAt,
  type ComputedValue,
  type Model,
  type Schema,
  type ValueType,
} from '@archon/values';
import type { Place } from '../parse/template.ts';
import type { Reference } from './analyzed.ts';
import type { TagDefinition } from './tag-definition.ts';

/** A partial as its callers see it. */
export interface PartialSignature {
  params: Record<string, Schema>;
  /** Parameters that a caller may leave out. */
  optional: readonly string[];
  returns: 'text' | 'yaml';
  /** With parameters: whether the root is one of them. */
  needsRoot: boolean;
  /** It begins with a block, so that it may return nothing, or a line break first. */
  mayBeEmpty: boolean;
}

/** Names that a template may use. */
export interface Scope {
  model: Model;
  /** Where Helm's root is: in a partial with parameters it is one of them. */
  root: '' | '.root';
  /** Whether a block has moved the dot away, so that `$` has to be written. */
  moved: boolean;
  /** Block parameters and partial parameters. */
  names: Record<string, Reference>;
  /** Paths that a surrounding block has found to be present. */
  guarded: ReadonlySet<string>;
  partials: Readonly<Record<string, PartialSignature>>;
  /** Tags of the chart's own: `{{flags …}}`. */
  tags: Readonly<Record<string, TagDefinition>>;
  /** Whether `preset` is there: the chosen preset's own file, for computed values and rules. */
  preset?: true;
}

/** What a path may begin with; no parameter may take these names. */
export const reservedNames = ['root', 'values', 'user', 'computed', 'preset', 'this'];

/** How a parameter of a partial is called among the paths that templates use. */
export const paramPath = (partial: string, param: string): string => `${partial}:${param}`;
export const isOfParam = (path: string): boolean => path.includes(':');

/** The scope of a template, or of a partial with its parameters. */
export function scopeOf(
  { model, partials, tags }: Pick<Scope, 'model' | 'partials' | 'tags'>,
  { name: partial = '', params = {}, optional = [] }: Partial<PartialSignature & { name: string }> = {},
): Scope {
  const names = Object.entries(params).map(([name, schema]): [string, Reference] => [
    name,
    { go: `.${name}`, schema, optional: optional.includes(name), path: name, used: paramPath(partial, name) },
  ]);
  return {
    model,
    partials,
    tags,
    root: names.length > 0 ? '.root' : '',
    moved: false,
    names: Object.fromEntries(names),
    guarded: new Set(),
  };
}

/** The scope in a block that moves the dot: what began with the dot begins with `$` there. */
export function moveDot(scope: Scope): Scope {
  const names = Object.entries(scope.names)
    .filter(([name]) => name !== 'this')
    .map(([name, reference]) => [name, { ...reference, go: reference.go.replace(/^\./, '$.') }] as const);
  return { ...scope, moved: true, names: Object.fromEntries(names) };
}

/** Helm's root as an argument: `.`, or `$` where the dot has moved. */
export const rootOf = ({ root, moved }: Scope): string => (moved ? `$${root}` : root || '.');

/** A path from Helm's root: `.Values`, `$.Release.Name`. */
export const fromRoot = ({ root, moved }: Scope, path: string): string => `${moved ? '$' : ''}${root}.${path}`;

/** Where the merged values keep what the user gave, and the file of the chosen preset. No user can set these keys. */
export const userKey = '_user';
export const presetKey = '_preset';

const string: Schema = { type: 'string' };
const safeName: Schema = { type: 'string', pattern: '^[a-z0-9-]+$' };

/** What Helm itself offers; emitted from the root, because the dot moves. */
const builtIns: Record<string, Schema> = {
  'Release.Name': safeName,
  'Release.Namespace': safeName,
  'Release.Service': safeName,
  'Release.Revision': { type: 'integer' },
  'Chart.Name': safeName,
  'Chart.Version': { type: 'string', pattern: '^[0-9A-Za-z.+-]+$' },
  'Chart.AppVersion': { type: 'string', pattern: '^[0-9A-Za-z.+-]+$' },
  'Capabilities.KubeVersion.Version': string,
};

export function typeOf(schema: Schema): ValueType {
  const types = mergedTypes(schema);
  if (types.length !== 1) return 'any';
  return types[0] === 'array' ? 'list' : (types[0] as ValueType);
}

/** Resolves a path against the schema; throws ArchonError with the known keys and the nearest one. */
export function resolvePath(path: hbs.AST.PathExpression, scope: Scope, place: Place): Reference {
  const [first = '', ...rest] = path.original.startsWith('this') ? ['this', ...path.parts] : (path.parts as string[]);
  const name = scope.names[first];
  if (name) return descend(name, rest, scope, place, [first]);
  if (first === 'values' || first === 'user') return ofValues(first, rest, scope, place);
  if (first === 'computed') return ofComputed(rest, scope, place);
  if (first === 'preset' && scope.preset) return ofPreset(rest, scope);
  const builtIn = builtIns[path.original];
  if (builtIn) {
    return { go: fromRoot(scope, path.original), schema: builtIn, optional: false, path: path.original };
  }
  const siblings = Object.keys(builtIns).filter((known) => known.startsWith(`${first}.`));
  if (siblings.length > 0) throw unknown(path.original, siblings, place);
  throw unknown(first, ['values', 'user', 'computed', ...Object.keys(scope.names), ...Object.keys(builtIns)], place);
}

function ofValues(root: 'values' | 'user', rest: string[], scope: Scope, place: Place): Reference {
  const start = {
    go: fromRoot(scope, 'Values'),
    schema: scope.model.schema as Schema,
    optional: false,
    path: 'values',
  };
  const reference = descend(start, rest, scope, place, ['values']);
  if (root === 'user') {
    const mixedIn = valueAt(scope.model.defaults, rest) !== undefined && !isOfPreset(scope.model, rest);
    if (mixedIn)
      throw new ArchonError([
        {
          ...place,
          message: `Helm mixes the default of "${rest.join('.')}" into .Values.`,
          hint: 'Only a value without a default, or that presets own, tells what the user said.',
        },
      ]);
    const values = fromRoot(scope, `Values.${userKey}`);
    const go = rest.reduce((text, key) => (text === values ? `${values}.${key}` : `(${text}).${key}`), values);
    return { ...reference, go, optional: true, path: reference.path.replace(/^values/, 'user') };
  }
  const isAbsent = (depth: number) => valueAt(scope.model.defaults, rest.slice(0, depth)) === undefined;
  const go = rest.reduce((text, key, depth) => `${isAbsent(depth) ? `(${text})` : text}.${key}`, start.go);
  const optional = isAbsent(rest.length) || reference.schema['x-null'] !== undefined;
  return { ...reference, go, optional, used: rest.join('.') };
}

/** A value that presets own, or an entry of one. */
const isOfPreset = (model: Model, path: string[]): boolean =>
  presetLeaves(model).some((leaf) => `${path.join('.')}.`.startsWith(`${leaf.path.join('.')}.`));

function ofComputed(rest: string[], scope: Scope, place: Place): Reference {
  const [name = '', ...deeper] = rest;
  const fact = scope.model.computed.find((candidate: ComputedValue) => candidate.name === name);
  if (!fact)
    throw unknown(
      `computed.${name}`,
      scope.model.computed.map((candidate) => `computed.${candidate.name}`),
      place,
    );
  const start = {
    go: fromRoot(scope, `Values.computed.${name}`),
    schema: fact.schema,
    optional: false,
    path: `computed.${name}`,
  };
  return { ...descend(start, deeper, scope, place, ['computed', name]), optional: false };
}

/** The chosen preset's own file; only computed values and rules may ask for it, and it may be absent. */
function ofPreset(rest: string[], scope: Scope): Reference {
  const preset = fromRoot(scope, `Values.${presetKey}`);
  const go = rest.reduce((text, key) => (text === preset ? `${preset}.${key}` : `(${text}).${key}`), preset);
  return { go, schema: {}, optional: true, path: `preset.${rest.join('.')}` };
}

function descend(start: Reference, rest: string[], scope: Scope, place: Place, walked: string[]): Reference {
  let current = start;
  for (const [index, key] of rest.entries()) {
    const schema = resolveRef(scope.model, current.schema);
    const child = schema.properties?.[key] ?? openChild(schema);
    const here = [...walked, ...rest.slice(0, index)].join('.');
    if (!child)
      throw unknown(
        `${here}.${key}`,
        Object.keys(schema.properties ?? {}).map((known) => `${here}.${known}`),
        place,
      );
    if (!/^\w+$/.test(key)) {
      const message = `"${key}" cannot be a step of a path in Helm.`;
      throw new ArchonError([{ ...place, message, hint: 'Use index in a raw block.' }]);
    }
    const required = schema.required?.includes(key) ?? false;
    // Objects of ours are merged into the values; in an item of a list, or in the value of a parameter, they need not be.
    const merged = current.used !== undefined && !isOfParam(current.used);
    current = {
      go: `${current.optional ? `(${current.go})` : current.go === '.' ? '' : current.go}.${key}`,
      schema: child,
      optional: current.optional || !(required || (merged && isOwnObject(scope.model, child))),
      path: `${current.path}.${key}`,
      ...(current.used !== undefined && { used: `${current.used}.${key}` }),
    };
  }
  return { ...current, schema: resolveRef(scope.model, current.schema) };
}

const openChild = (schema: Schema): Schema | undefined =>
  schema.patternProperties !== undefined
    ? Object.values(schema.patternProperties)[0]
    : typeof schema.additionalProperties === 'object'
      ? schema.additionalProperties
      : schema.additionalProperties === true
        ? {}
        : undefined;

function unknown(path: string, known: string[], place: Place): ArchonError {
  const parent = path.slice(0, path.lastIndexOf('.') + 1);
  const names = known.map((name) => (name.startsWith(parent) ? name.slice(parent.length) : name));
  const near = nearest(path.slice(parent.length), names);
  const hint = `${near ? `Did you mean "${parent}${near}"? ` : ''}Known: ${names.join(', ') || 'nothing, it has no keys'}.`;
  return new ArchonError([{ ...place, message: `There is no "${path}".`, hint }]);
}
