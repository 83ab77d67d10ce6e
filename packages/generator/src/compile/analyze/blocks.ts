import { ArchonError, isPath, resolveRef, valueAt, type Expression, type Schema } from '@archon/values';
import type { BlockKind, PartOf, Place } from '../parse/template.ts';
import { bare, resolveExpression, usedIn, type Resolved } from './expression.ts';
import { provenBy, refuseOptionalTruth } from './guards.ts';
import type { Reference } from './analyzed.ts';
import { moveDot, reservedNames, type Scope } from './scope.ts';

/** A branch of a block: what stands behind `{{`, the scope inside it, and the values that it asks for. */
export interface Branch {
  go: string;
  inner: Scope;
  used: string[];
}

/** The beginning of a block. */
export function openBlock({ block, condition, names, place }: PartOf<'open'>, scope: Scope): Branch {
  if (block === 'feature') return openFeature(condition, scope, place);
  const resolved = resolveExpression(condition, scope, place);
  if (block === 'each') return openLoop(resolved, names, scope, place);
  if (names.length > 0) throw new ArchonError([{ ...place, message: `{{#${block}}} has no block parameters.` }]);
  return openCondition(block, resolved, scope, place);
}

/** `{{else if …}}`, in the scope around the block. */
export function elseBlock({ block, condition, place }: PartOf<'elseIf'>, scope: Scope): Branch {
  if (block === 'each' || block === 'with' || block === 'feature')
    throw new ArchonError([{ ...place, message: `{{else ${block}}} has no form in Helm.` }]);
  const branch = openCondition(block, resolveExpression(condition, scope, place), scope, place);
  return { ...branch, go: `else ${branch.go}` };
}

function openCondition(block: BlockKind, condition: Resolved, scope: Scope, place: Place): Branch {
  const used = usedIn(condition);
  if (block === 'given') return { go: `if ne ${condition.raw} nil`, inner: enter(scope, condition), used };
  refuseOptionalTruth(block, condition, scope, place);
  if (block === 'unless') return { go: `if not ${condition.raw}`, inner: scope, used };
  if (block === 'with') return openWith(condition, scope, place);
  return { go: `if ${bare(condition)}`, inner: enter(scope, condition), used };
}

/** `{{#feature ingress}}` is for what belongs to a feature: it is there while `values.ingress.enabled` is true. */
function openFeature(condition: Expression, scope: Scope, place: Place): Branch {
  const name = isPath(condition) ? condition.original : '';
  const enabled = scope.model.schema.properties[name] && valueAt(scope.model.defaults, [name, 'enabled']);
  if (typeof enabled !== 'boolean') {
    const message = `There is no feature "${name}": a feature is a value with a key "enabled" that has a default.`;
    throw new ArchonError([{ ...place, message }]);
  }
  const parts = ['values', name, 'enabled'];
  const path = { ...condition, parts, original: parts.join('.') } as Expression;
  return openCondition('if', resolveExpression(path, scope, place), scope, place);
}

/** `with` is `if`, and `this` is what it tests. */
function openWith(condition: Resolved, scope: Scope, place: Place): Branch {
  if (condition.kind !== 'path') throw new ArchonError([{ ...place, message: '{{#with}} takes a path.' }]);
  const entered = moveDot(enter(scope, condition));
  const inner = { ...entered, guarded: withoutNames(entered.guarded, ['this']) };
  const self: Reference = { ...condition.reference, go: '.', optional: false, path: 'this' };
  return {
    go: `with ${condition.raw}`,
    inner: { ...inner, names: { ...inner.names, this: self } },
    used: usedIn(condition),
  };
}

/** The scope where a condition was true: what it tested is there. */
const enter = (scope: Scope, condition: Resolved): Scope => ({
  ...scope,
  guarded: new Set([...scope.guarded, ...provenBy(condition).map(({ path }) => path)]),
});

function openLoop(list: Resolved, names: string[], scope: Scope, place: Place): Branch {
  const item = itemOf(list, scope, place);
  const [name, key] = names;
  if (!name) throw new ArchonError([{ ...place, message: 'Name the item: {{#each list as |item|}}.' }]);
  const taken = names.find((candidate) => reservedNames.includes(candidate));
  if (taken)
    throw new ArchonError([{ ...place, message: `"${taken}" has a meaning of its own: name the item otherwise.` }]);
  const variables = key ? `$${key}, $${name}` : `$${name}`;
  const bound: Record<string, Reference> = { [name]: variable(name, item) };
  if (key) bound[key] = variable(key, { type: 'string' });
  const moved = moveDot(scope);
  const guarded = withoutNames(scope.guarded, names);
  return {
    go: `range ${variables} := ${bare(list)}`,
    inner: { ...moved, names: { ...moved.names, ...bound }, guarded },
    used: usedIn(list),
  };
}

const variable = (name: string, schema: Schema): Reference => ({ go: `$${name}`, schema, optional: false, path: name });

/** What a loop hands out, one by one. */
function itemOf(list: Resolved, scope: Scope, place: Place): Schema {
  if (list.kind !== 'path') return { type: 'string' };
  const { schema, path } = list.reference;
  const open = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const item = schema.items ?? open;
  if (!item) throw new ArchonError([{ ...place, message: `"${path}" is neither a list nor an open map.` }]);
  return resolveRef(scope.model, item);
}

/** What was found of an outer name says nothing of an inner one. */
const withoutNames = (guarded: ReadonlySet<string>, names: string[]): ReadonlySet<string> =>
  new Set([...guarded].filter((path) => !names.includes(path.split('.')[0]!)));
