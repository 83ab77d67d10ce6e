import type { Schema } from '../schema.ts';
import { bytesOf } from './quantity.ts';

/** What an expression yields, as far as its place in Helm depends on it. */
export type ValueType = 'string' | 'integer' | 'number' | 'boolean' | 'list' | 'object' | 'any';

/** An argument as Helm text: as it is, and coerced to its schema type (JSON numbers are floats in Helm). */
export interface EmittedArgument {
  raw: string;
  typed: string;
  type: ValueType;
}

/** What an expression is evaluated over. */
export interface Scope {
  /** What a path may begin with: `values`, `user`, `Chart` … */
  roots: Record<string, unknown>;
  functions: FunctionTable;
  /** The schema of the values, for functions that ask which values there are. */
  schema: Schema;
}

/** One function of the expression language: what it is in TypeScript and what it is in Helm, side by side. */
export interface FunctionDefinition {
  /** Least and greatest number of arguments. */
  arity: [least: number, most: number];
  returns: ValueType | ((args: ValueType[]) => ValueType);
  evaluate(args: unknown[], scope: Scope): unknown;
  emit(args: EmittedArgument[], chart: ChartAccess): string;
}

/** What the text of a function may use of the chart around it; all of it needs Helm's root. */
interface ChartAccess {
  /** Calls a named template of the chart with the root and some arguments, each as Helm text. */
  include(template: string, ...args: string[]): string;
  /** A path from Helm's root, where `$` may be something else: `Capabilities.KubeVersion`. */
  fromRoot(path: string): string;
}

/** Functions by the name that expressions call them by. */
export type FunctionTable = Readonly<Record<string, FunctionDefinition>>;

/** Go's template truth: false, 0, "", nil and empty collections are false. */
export function isTrue(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** A Helm argument as text, because Helm prints a float as 1.048576e+06. */
export function emitText({ raw: value, typed: coerced, type }: EmittedArgument): string {
  if (type === 'any') return `(ternary ${value} (toJson ${value}) (kindIs "string" ${value}))`;
  return type === 'number' ? `(toJson ${coerced})` : coerced;
}

// Without leading zeros, and no longer than a number can be: else Go and TypeScript compare them in their own ways.
const leadingVersion = /^v?(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){2}/;

/** What `default` replaces by itself, so that only null and what is not there changes. */
const emptyLiterals: Readonly<Partial<Record<ValueType, string>>> = { string: '""', integer: '0', boolean: 'false' };

const given = (value: unknown): boolean => value !== undefined && value !== null;
const raw = (args: EmittedArgument[]) => args.map((arg) => arg.raw).join(' ');
const typed = (args: EmittedArgument[]) => args.map((arg) => arg.typed).join(' ');
const sameType = (args: ValueType[]): ValueType => args.find((type) => type !== 'any') ?? 'any';
/** Helm takes nil for 0. */
const numberOf = (value: unknown): number => Number(value ?? 0);
const strings = (value: unknown) => ((value as unknown[] | undefined) ?? []).map(String);
const pluck = (key: unknown, value: unknown) =>
  ((value as Record<string, string>[] | undefined) ?? []).map((item) => item[String(key)] || '');

const compare = (go: string, test: (a: number, b: number) => boolean): FunctionDefinition => ({
  arity: [2, 2],
  returns: 'boolean',
  evaluate: ([a, b]) => test(numberOf(a), numberOf(b)),
  emit: (args) => `${go} ${typed(args)}`,
});
const arithmetic = (go: string, apply: (a: number, b: number) => number): FunctionDefinition => ({
  arity: [2, 9],
  returns: 'integer',
  evaluate: (args) => args.map((arg) => Math.trunc(numberOf(arg))).reduce(apply),
  emit: (args) => `${go} ${typed(args)}`,
});

/**
 * The functions that every chart has; a chart registers more of its own. TypeScript evaluates them, Helm gets what
 * `emit` prints, and a test runs both.
 */
export const coreFunctions: FunctionTable = {
  and: {
    arity: [2, 9],
    returns: sameType,
    evaluate: (args) => args.reduce((left, right) => (isTrue(left) ? right : left)),
    emit: (args) => `and ${raw(args)}`,
  },
  or: {
    arity: [2, 9],
    returns: sameType,
    evaluate: (args) => args.reduce((left, right) => (isTrue(left) ? left : right)),
    emit: (args) => `or ${raw(args)}`,
  },
  not: {
    arity: [1, 1],
    returns: 'boolean',
    evaluate: ([value]) => !isTrue(value),
    emit: (args) => `not ${raw(args)}`,
  },
  given: {
    arity: [1, 1],
    returns: 'boolean',
    evaluate: ([value]) => given(value),
    emit: (args) => `ne ${raw(args)} nil`,
  },
  firstGiven: {
    arity: [2, 9],
    returns: sameType,
    evaluate: (args) => args.find(given),
    emit: (args) => {
      const isEmpty = (rest: string, { type }: EmittedArgument) => rest === emptyLiterals[type];
      const chosen = args
        .slice(0, -1)
        .reduceRight(
          (rest, arg) =>
            isEmpty(rest, arg) ? `(${arg.raw} | default ${rest})` : `(ternary ${arg.raw} ${rest} (ne ${arg.raw} nil))`,
          args.at(-1)!.raw,
        );
      const type = sameType(args.map((arg) => arg.type));
      return type === 'integer' ? `int64 ${chosen}` : type === 'number' ? `float64 ${chosen}` : chosen.slice(1, -1);
    },
  },
  choose: {
    arity: [3, 3],
    returns: ([, a, b]) => sameType([a!, b!]),
    evaluate: ([condition, a, b]) => (isTrue(condition) ? a : b),
    emit: ([condition, a, b]) => {
      const test = condition!.type === 'boolean' ? condition!.raw : `(not (not ${condition!.raw}))`;
      return `ternary ${a!.typed} ${b!.typed} ${test}`;
    },
  },
  eq: {
    arity: [2, 2],
    returns: 'boolean',
    evaluate: ([a, b]) => a === b,
    emit: (args) => `eq ${typed(args)}`,
  },
  ne: {
    arity: [2, 2],
    returns: 'boolean',
    evaluate: ([a, b]) => a !== b,
    emit: (args) => `ne ${typed(args)}`,
  },
  lt: compare('lt', (a, b) => a < b),
  le: compare('le', (a, b) => a <= b),
  gt: compare('gt', (a, b) => a > b),
  ge: compare('ge', (a, b) => a >= b),
  add: arithmetic('add', (a, b) => a + b),
  mul: arithmetic('mul', (a, b) => a * b),
  mod: { ...arithmetic('mod', (a, b) => a % b), arity: [2, 2] },
  ceilDiv: {
    arity: [2, 2],
    returns: 'integer',
    evaluate: ([a, b]) => Math.ceil(Math.trunc(numberOf(a)) / Math.trunc(numberOf(b))),
    emit: ([a, b]) => `div (sub (add ${a!.typed} ${b!.typed}) 1) ${b!.typed}`,
  },
  bytes: {
    arity: [1, 1],
    returns: 'number',
    evaluate: ([quantity]) => (given(quantity) ? bytesOf(quantity as string | number) : 0),
    emit: ([quantity], { include }) => `${include('bytes', quantity!.raw)} | float64`,
  },
  concat: {
    arity: [2, 9],
    returns: 'string',
    evaluate: (args) => args.join(''),
    emit: (args) => `printf "${'%v'.repeat(args.length)}" ${args.map(emitText).join(' ')}`,
  },
  join: {
    arity: [2, 2],
    returns: 'string',
    evaluate: ([separator, list]) => strings(list).join(String(separator)),
    emit: ([separator, list]) => `join ${separator!.typed} ${list!.raw}`,
  },
  list: {
    arity: [1, 20],
    returns: 'list',
    evaluate: (args) => args,
    emit: (args) => `list ${typed(args)}`,
  },
  has: {
    arity: [2, 2],
    returns: 'boolean',
    evaluate: ([list, item]) => strings(list).includes(String(item)),
    emit: ([list, item]) => `has ${item!.typed} ${list!.raw}`,
  },
  /** A path in a container, where a name could be as well. */
  isPath: {
    arity: [1, 1],
    returns: 'boolean',
    evaluate: ([text]) => String(text ?? '').startsWith('/'),
    emit: ([text]) => `hasPrefix "/" (${text!.raw} | default "")`,
  },
  keys: {
    arity: [1, 1],
    returns: 'list',
    evaluate: ([map]) => Object.keys((map as object | undefined) ?? {}).sort(),
    emit: ([map]) => `keys (${map!.raw} | default dict) | sortAlpha`,
  },
  pluck: {
    arity: [2, 2],
    returns: 'list',
    evaluate: ([key, list]) => pluck(key, list),
    emit: ([key, list], { include }) => `${include('pluck', key!.raw, list!.raw)} | fromJsonArray`,
  },
  without: {
    arity: [2, 3],
    returns: 'list',
    evaluate: ([list, ...others]) => strings(list).filter((item) => !others.flatMap(strings).includes(item)),
    emit: (args, { include }) => `${include('without', ...args.map((arg) => arg.raw))} | fromJsonArray`,
  },
  /** The absolute paths of a list that are in none of the folders. */
  pathsOutside: {
    arity: [2, 3],
    returns: 'list',
    evaluate: ([paths, ...folders]) =>
      strings(paths).filter(
        (path) =>
          path.startsWith('/') &&
          !folders.flatMap(strings).some((folder) => `${path}/`.startsWith(`${folder.replace(/\/$/, '')}/`)),
      ),
    emit: (args, { include }) => `${include('paths-outside', ...args.map((arg) => arg.raw))} | fromJsonArray`,
  },
  duplicates: {
    arity: [1, 1],
    returns: 'list',
    evaluate: ([list]) => [...new Set(strings(list).filter((item, index, all) => all.indexOf(item) !== index))],
    emit: ([list], { include }) => `${include('duplicates', list!.raw)} | fromJsonArray`,
  },
  overlap: {
    arity: [2, 2],
    returns: 'list',
    evaluate: ([a, b]) => strings(a).filter((item) => strings(b).includes(item)),
    emit: ([a, b], { include }) => `${include('overlap', a!.raw, b!.raw)} | fromJsonArray`,
  },
  /** Keeps Kubernetes from expanding `$(NAME)` in an argument, and `$$` from becoming `$`. */
  literal: {
    arity: [1, 1],
    returns: 'string',
    evaluate: ([text]) => String(text).replaceAll('$', () => '$$'),
    emit: ([text]) => `${text!.raw} | replace "$" "$$"`,
  },
  /** Whether a text matches a pattern that JavaScript and Go read alike. */
  matches: {
    arity: [2, 2],
    returns: 'boolean',
    evaluate: ([text, pattern]) => new RegExp(String(pattern)).test(String(text ?? '')),
    emit: ([text, pattern]) => `regexMatch ${pattern!.raw} (${text!.raw} | default "")`,
  },
  /** The version that an image tag begins with; empty where it begins with none. */
  versionOf: {
    arity: [1, 1],
    returns: 'string',
    evaluate: ([tag]) => leadingVersion.exec(given(tag) ? String(tag) : '')?.[0].replace('v', '') ?? '',
    emit: ([tag]) => `regexFind ${JSON.stringify(leadingVersion.source)} (toString ${tag!.raw}) | trimPrefix "v"`,
  },
  before: {
    arity: [2, 2],
    returns: 'boolean',
    evaluate: ([version, limit]) => compareVersions(String(version), String(limit)) < 0,
    emit: ([version, limit]) => {
      const bound = limit!.raw.startsWith('"') ? limit!.raw.replace('"', '"<') : `(printf "<%s" ${limit!.raw})`;
      return `semverCompare ${bound} ${version!.raw}`;
    },
  },
  /** Whether the cluster serves an API, such as "monitoring.coreos.com/v1". */
  hasApi: {
    arity: [1, 1],
    returns: 'boolean',
    evaluate: ([api], { roots }) => apiVersionsIn(roots).includes(String(api)),
    emit: ([api], { fromRoot }) => `${fromRoot('Capabilities.APIVersions.Has')} ${api!.raw}`,
  },
};

const apiVersionsIn = (roots: Record<string, unknown>): string[] =>
  (roots.Capabilities as { APIVersions?: string[] } | undefined)?.APIVersions ?? [];

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  return left!.map((part, index) => part - (right![index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
