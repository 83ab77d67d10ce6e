import { ArchonError } from '@archon/values';
import type { BlockKind, Place } from '../parse/template.ts';
import type { Resolved } from './expression.ts';
import type { Reference } from './analyzed.ts';
import { typeOf, type Scope } from './scope.ts';

/** Functions that have a result of their own for what is absent. */
const askForPresence = ['and', 'or', 'not', 'given', 'firstGiven', 'choose'];

/** An optional value may only be printed where a block has found it. */
export function requireGuard(expression: Resolved, scope: Scope, place: Place): void {
  if (expression.kind === 'call' && !askForPresence.includes(expression.name))
    expression.args.forEach((arg) => requireGuard(arg, scope, place));
  if (expression.kind !== 'path') return;
  const { optional, path } = expression.reference;
  if (!optional || scope.guarded.has(path)) return;
  const hint = `Put {{#given ${path}}} … {{/given}} around it.`;
  throw new ArchonError([{ ...place, message: `"${path}" may be absent here.`, hint }]);
}

/** Truth of an optional number or boolean would take 0 and false for "not set". */
export function refuseOptionalTruth(block: BlockKind, condition: Resolved, scope: Scope, place: Place): void {
  if (condition.kind === 'call' && ['and', 'or', 'not'].includes(condition.name))
    condition.args.forEach((arg) => refuseOptionalTruth(block, arg, scope, place));
  if (condition.kind !== 'path') return;
  const { schema, optional, path } = condition.reference;
  const type = typeOf(schema);
  const refuse = (taken: string, hint: string): never => {
    throw new ArchonError([{ ...place, message: `{{#${block} ${path}}} takes ${taken} for unset.`, hint }]);
  };
  if (type === 'integer' || type === 'number') refuse('0', 'Use {{#given}}.');
  if (type === 'boolean' && optional && !scope.guarded.has(path)) refuse('false', 'Put {{#given}} around it.');
}

/** The paths that are there when a condition is true. */
export function provenBy(condition: Resolved): Reference[] {
  if (condition.kind === 'path') return [condition.reference];
  if (condition.kind !== 'call') return [];
  if (condition.name === 'and') return condition.args.flatMap(provenBy);
  const [first] = condition.args;
  return condition.name === 'given' && first?.kind === 'path' ? [first.reference] : [];
}
