import {
  ArchonError,
  callProblems,
  isCall,
  isPath,
  literalOf,
  refuse,
  type EmittedArgument,
  type Expression,
} from '@archon/values';
import { resolvePath, typeOf, type Scope } from './scope.ts';
import type { Place } from './tokens.ts';

/** Emits a Handlebars expression as a Helm argument. Numbers of JSON are floats in Helm, so integers are coerced. */
export function emitExpression(node: Expression, scope: Scope, place: Place): EmittedArgument {
  const literal = literalOf(node);
  if (literal) return emitLiteral(literal.value);
  if (isPath(node)) {
    const { go, schema } = resolvePath(node, scope, place);
    const type = typeOf(schema);
    const typed = type === 'integer' ? `(int64 ${go})` : type === 'number' ? `(float64 ${go})` : go;
    return { raw: go, typed, type };
  }
  if (!isCall(node)) throw new ArchonError([{ ...place, message: `${node.type} has no form in Helm.` }]);
  return emitCall(node as hbs.AST.SubExpression, scope, place);
}

/** The same without outer parentheses, for `{{ if … }}`. */
export function emitBare(node: Expression, scope: Scope, place: Place): string {
  const { raw } = emitExpression(node, scope, place);
  return isCall(node) ? raw.slice(1, -1) : raw;
}

/** The call of a named template with root and values, as a Helm expression. */
export function emitInclude(name: string, params: [string, string][], scope: Scope): string {
  const pairs = params.map(([key, value]) => ` "${key}" ${value}`).join('');
  return `include "${scope.model.root.name}.${name}" (dict "root" ${scope.root} "values" $values${pairs})`;
}

function emitCall(call: hbs.AST.SubExpression, scope: Scope, place: Place): EmittedArgument {
  const name = (call.path as hbs.AST.PathExpression).original;
  const { functions } = scope.model;
  refuse(callProblems(call, functions).map((problem) => ({ ...place, ...problem })));
  const definition = functions[name]!;
  const args = alignNumbers(call.params.map((param) => emitExpression(param, scope, place)));
  const type =
    typeof definition.returns === 'function' ? definition.returns(args.map((arg) => arg.type)) : definition.returns;
  const include = (template: string, ...values: string[]) =>
    `include "${scope.model.root.name}.${template}" (list ${[scope.root, ...values].join(' ')})`;
  const raw = `(${definition.emit(args, include)})`;
  return { raw, typed: raw, type };
}

/** A whole number beside a float becomes a float: Helm's `eq 1.5 2` is an error. */
function alignNumbers(args: EmittedArgument[]): EmittedArgument[] {
  if (!args.some((arg) => arg.type === 'number')) return args;
  return args.map((arg) => {
    if (arg.type !== 'integer') return arg;
    const literal = /^-?\d+$/.test(arg.raw);
    const typed = literal ? `${arg.raw}.0` : `(float64 ${arg.raw})`;
    return { raw: literal ? typed : arg.raw, typed, type: 'number' };
  });
}

function emitLiteral(value: string | number | boolean | null): EmittedArgument {
  if (typeof value === 'string') return { raw: goString(value), typed: goString(value), type: 'string' };
  if (typeof value === 'boolean') return { raw: String(value), typed: String(value), type: 'boolean' };
  if (value === null) return { raw: 'nil', typed: 'nil', type: 'any' };
  const type = Number.isInteger(value) ? 'integer' : 'number';
  return { raw: String(value), typed: String(value), type };
}

/** A Go string literal. */
export const goString = (text: string): string => JSON.stringify(text);
