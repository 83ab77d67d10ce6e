import { ArchonError, isCall, isPath, resolveRef, type Expression, type Schema } from '@archon/values';
import { emitBare, emitExpression } from './emit-expression.ts';
import { reservedNames, resolvePath, typeOf, type Reference, type Scope } from './scope.ts';
import type { BlockKind, Place, Token } from './tokens.ts';

/** The beginning of a block in Helm, and the scope inside it. */
export function openBlock(token: Token & { kind: 'open' }, scope: Scope): { text: string; inner: Scope } {
  const { block, condition, names, place } = token;
  if (block !== 'each') {
    if (names.length > 0) throw new ArchonError([{ ...place, message: `{{#${block}}} has no block parameters.` }]);
    return { text: conditionText(block, condition, scope, place), inner: enter(scope, block, condition, place) };
  }
  const { go, item } = iterated(condition, scope, place);
  const [name, key] = names;
  if (!name) throw new ArchonError([{ ...place, message: 'Name the item: {{#each list as |item|}}.' }]);
  const taken = names.find((candidate) => reservedNames.includes(candidate));
  if (taken)
    throw new ArchonError([{ ...place, message: `"${taken}" has a meaning of its own: name the item otherwise.` }]);
  const range = key ? `range $${key}, $${name} := ${go}` : `range $${name} := ${go}`;
  const bound: Record<string, Reference> = { [name]: reference(name, item) };
  if (key) bound[key] = reference(key, { type: 'string' });
  const guarded = new Set([...scope.guarded].filter((path) => !names.includes(path.split('.')[0]!)));
  return { text: range, inner: { ...scope, names: { ...scope.names, ...bound }, guarded } };
}

const reference = (name: string, schema: Schema): Reference => ({
  go: `$${name}`,
  schema,
  optional: false,
  canonical: name,
});

function iterated(condition: Expression, scope: Scope, place: Place): { go: string; item: Schema } {
  if (!isPath(condition)) return { go: emitBare(condition, scope, place), item: { type: 'string' } };
  const { go, schema } = resolvePath(condition, scope, place);
  const open = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const item = schema.items ?? open;
  if (!item)
    throw new ArchonError([{ ...place, message: `"${condition.original}" is neither a list nor an open map.` }]);
  return { go, item: resolveRef(scope.model, item) };
}

/** What follows `{{` or `{{ else`: `if …`, `if ne … nil`. */
export function conditionText(block: BlockKind, condition: Expression, scope: Scope, place: Place): string {
  if (block === 'given') return `if ne ${emitExpression(condition, scope, place).raw} nil`;
  if (block === 'each') throw new ArchonError([{ ...place, message: '{{else each}} has no form in Helm.' }]);
  refuseOptionalTruth(block, condition, scope, place);
  if (block === 'unless') return `if not ${emitExpression(condition, scope, place).raw}`;
  return `if ${emitBare(condition, scope, place)}`;
}

/** Truth of an optional number or boolean would take 0 and false for "not set". */
function refuseOptionalTruth(block: BlockKind, condition: Expression, scope: Scope, place: Place): void {
  if (isCall(condition) && ['and', 'or', 'not'].includes(functionOf(condition)))
    condition.params.forEach((param) => refuseOptionalTruth(block, param, scope, place));
  if (!isPath(condition)) return;
  const { schema, optional, canonical } = resolvePath(condition, scope, place);
  const type = typeOf(schema);
  const present = scope.guarded.has(canonical);
  if (type === 'integer' || type === 'number')
    throw new ArchonError([
      { ...place, message: `{{#${block} ${canonical}}} takes 0 for unset.`, hint: 'Use {{#given}}.' },
    ]);
  if (type === 'boolean' && optional && !present)
    throw new ArchonError([
      { ...place, message: `{{#${block} ${canonical}}} takes false for unset.`, hint: 'Put {{#given}} around it.' },
    ]);
}

/** The scope inside a block whose condition was true: what it tested is there. */
export function enter(scope: Scope, block: BlockKind, condition: Expression, place: Place): Scope {
  if (block === 'unless' || block === 'each') return scope;
  const found = provenPaths(condition).flatMap((path) => resolvePath(path, scope, place).canonical);
  return { ...scope, guarded: new Set([...scope.guarded, ...found]) };
}

function provenPaths(condition: Expression): hbs.AST.PathExpression[] {
  if (isPath(condition)) return [condition];
  if (!isCall(condition)) return [];
  if (functionOf(condition) === 'and') return condition.params.flatMap(provenPaths);
  return functionOf(condition) === 'given' && isPath(condition.params[0]!) ? [condition.params[0]] : [];
}

const functionOf = (call: hbs.AST.SubExpression): string => (call.path as hbs.AST.PathExpression).original;

/** Functions that have a result of their own for what is absent. */
const askForPresence = ['and', 'or', 'not', 'given', 'firstGiven', 'choose'];

/** An optional value may only be printed where a block has found it. */
export function requireGuard(expression: Expression, scope: Scope, place: Place): void {
  if (isCall(expression) && !askForPresence.includes(functionOf(expression)))
    expression.params.forEach((param) => requireGuard(param, scope, place));
  if (!isPath(expression)) return;
  const { optional, canonical } = resolvePath(expression, scope, place);
  if (!optional || scope.guarded.has(canonical)) return;
  const hint = `Put {{#given ${canonical}}} … {{/given}} around it.`;
  throw new ArchonError([{ ...place, message: `"${canonical}" may be absent here.`, hint }]);
}
