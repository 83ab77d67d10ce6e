import { ArchonError, type Schema } from '@archon/values';
import type { PartOf, Place } from '../parse/template.ts';
import { emitInclude, resolveExpression, usedIn, type Resolved } from './expression.ts';
import { requireGuard } from './guards.ts';
import { rootOf, typeOf, type PartialSignature, type Scope } from './scope.ts';
import { valueOf } from './value-form.ts';

interface PartialCall {
  go: string;
  mayBeEmpty: boolean;
  used: string[];
}

/** The call of a partial, with exactly the parameters that it declares. */
export function callPartial({ name, params, place }: PartOf<'partial'>, scope: Scope): PartialCall {
  const signature = signatureOf(name, scope, place);
  const wanted = Object.keys(signature.params);
  const wrong = [
    ...Object.keys(params).filter((key) => !wanted.includes(key)),
    ...wanted.filter((key) => params[key] === undefined && !signature.optional.includes(key)),
  ];
  if (wrong.length > 0) {
    const message = `The partial "${name}" takes ${wanted.join(', ') || 'no parameters'}; check ${wrong.join(', ')}.`;
    throw new ArchonError([{ ...place, message }]);
  }
  const given = Object.entries(params).map(([key, value]): [string, Resolved] => {
    const resolved = resolveExpression(value, scope, place);
    requireGuard(resolved, scope, place);
    const reason = mismatch(resolved, signature.params[key]!);
    if (reason) throw new ArchonError([{ ...place, message: `The parameter "${key}" of "${name}" ${reason}.` }]);
    return [key, resolved];
  });
  const pairs = given.map(([key, { typed }]): [string, string] => [key, typed]);
  const go = emitInclude(name, signature.needsRoot ? [['root', rootOf(scope)], ...pairs] : pairs, scope);
  return { go, mayBeEmpty: signature.mayBeEmpty, used: given.flatMap(([, value]) => usedIn(value)) };
}

/** A partial as its callers see it. */
export function signatureOf(name: string, { partials }: Scope, place: Place): PartialSignature {
  const signature = partials[name];
  if (signature) return signature;
  const hint = `Known: ${Object.keys(partials).join(', ')}.`;
  throw new ArchonError([{ ...place, message: `There is no partial "${name}".`, hint }]);
}

/** Why a parameter may not have a value: the partial relies on its type, and on the pattern that makes it safe. */
function mismatch(value: Resolved, schema: Schema): string | undefined {
  if (value.type !== 'any' && value.type !== typeOf(schema))
    return `is declared as ${typeOf(schema)}, not ${value.type}`;
  if (schema.pattern === undefined) return undefined;
  const matches =
    value.kind === 'literal' ? new RegExp(schema.pattern).test(String(value.value)) : valueOf(value).form === 'safe';
  return matches ? undefined : `must match ${schema.pattern}`;
}
