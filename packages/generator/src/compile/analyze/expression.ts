import {
  ArchonError,
  callProblem,
  isCall,
  isPath,
  literalOf,
  refuse,
  type EmittedArgument,
  type Expression,
} from '@archon/values';
import type { Place } from '../parse/template.ts';
import type { Reference } from './analyzed.ts';
import { fromRoot, resolvePath, rootOf, typeOf, type Scope } from './scope.ts';

/** An expression, resolved once: its type, its text in Helm, and what it is made of. */
export type Resolved = EmittedArgument &
  (
    | { kind: 'literal'; value: string | number | boolean | null }
    | { kind: 'path'; reference: Reference }
    | { kind: 'call'; name: string; args: Resolved[] }
  );

/** Resolves a Handlebars expression. Numbers of JSON are floats in Helm, so integers are coerced. */
export function resolveExpression(node: Expression, scope: Scope, place: Place): Resolved {
  const literal = literalOf(node);
  if (literal) return resolveLiteral(literal.value);
  if (isPath(node)) {
    const reference = resolvePath(node, scope, place);
    const { go, schema } = reference;
    const type = typeOf(schema);
    const typed = type === 'integer' ? `(int64 ${go})` : type === 'number' ? `(float64 ${go})` : go;
    return { kind: 'path', reference, raw: go, typed, type };
  }
  if (!isCall(node)) throw new ArchonError([{ ...place, message: `${node.type} has no form in Helm.` }]);
  return resolveCall(node as hbs.AST.SubExpression, scope, place);
}

/** The text of an expression without outer parentheses, for `{{ if … }}`. */
export const bare = ({ kind, raw }: Resolved): string => (kind === 'call' ? raw.slice(1, -1) : raw);

/** The paths that an expression is made of. */
const referencesIn = (expression: Resolved): Reference[] =>
  expression.kind === 'path'
    ? [expression.reference]
    : expression.kind === 'call'
      ? expression.args.flatMap(referencesIn)
      : [];

/** Paths of `values` that an expression uses. */
export const usedIn = (expression: Resolved): string[] => referencesIn(expression).flatMap(({ used }) => used ?? []);

/** The call of a named template as a Helm expression: with parameters, or else with the root. */
export function emitInclude(name: string, params: [string, string][], scope: Scope): string {
  const pairs = params.map(([key, value]) => `"${key}" ${value}`).join(' ');
  const argument = params.length === 0 ? rootOf(scope) : `(dict ${pairs})`;
  return `include "${templateName(scope.model.root.name, name)}" ${argument}`;
}

/** The name of a chart's named template: `selector-labels` is `<chart>.selectorLabels`, as `helm create` writes it. */
export const templateName = (chart: string, name: string): string =>
  `${chart}.${name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;

function resolveCall(call: hbs.AST.SubExpression, scope: Scope, place: Place): Resolved {
  const name = (call.path as hbs.AST.PathExpression).original;
  const partial = scope.partials[name];
  if (partial && Object.keys(partial.params).length === 0 && call.params.length === 0)
    return callInExpression(name, scope);
  const { functions } = scope.model;
  refuse(callProblem(call, functions).map((problem) => ({ ...place, ...problem })));
  const definition = functions[name]!;
  if (call.hash) throw new ArchonError([{ ...place, message: `"${name}" takes no named parameters.` }]);
  const args = call.params.map((param) => resolveExpression(param, scope, place));
  const aligned = alignNumbers(args);
  const { returns } = definition;
  const type = typeof returns === 'function' ? returns(aligned.map((arg) => arg.type)) : returns;
  const include = (template: string, ...values: string[]) =>
    `include "${templateName(scope.model.root.name, template)}" (list ${[rootOf(scope), ...values].join(' ')})`;
  const raw = `(${definition.emit(aligned, { include, fromRoot: (path) => fromRoot(scope, path) })})`;
  return { kind: 'call', name, args, raw, typed: raw, type };
}

/** What a partial without parameters returns, as a value: text, or the map that its YAML is. */
function callInExpression(name: string, scope: Scope): Resolved {
  const include = emitInclude(name, [], scope);
  const yaml = scope.partials[name]!.returns === 'yaml';
  const raw = `(${include}${yaml ? ' | fromYaml' : ''})`;
  return { kind: 'call', name, args: [], raw, typed: raw, type: yaml ? 'object' : 'string' };
}

/** A whole number next to a float becomes a float: Helm's `eq 1.5 2` is an error. */
function alignNumbers(args: EmittedArgument[]): EmittedArgument[] {
  if (!args.some((arg) => arg.type === 'number')) return args;
  return args.map((arg) => {
    if (arg.type !== 'integer') return arg;
    const literal = /^-?\d+$/.test(arg.raw);
    const typed = literal ? `${arg.raw}.0` : `(float64 ${arg.raw})`;
    return { raw: literal ? typed : arg.raw, typed, type: 'number' };
  });
}

function resolveLiteral(value: string | number | boolean | null): Resolved {
  const text = value === null ? 'nil' : typeof value === 'string' ? goString(value) : String(value);
  const type =
    value === null
      ? 'any'
      : typeof value === 'number'
        ? Number.isInteger(value)
          ? 'integer'
          : 'number'
        : typeof value === 'string'
          ? 'string'
          : 'boolean';
  return { kind: 'literal', value, raw: text, typed: text, type };
}

/** A Go string literal. */
export const goString = (text: string): string => JSON.stringify(text);
