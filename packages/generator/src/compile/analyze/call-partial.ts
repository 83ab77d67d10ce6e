import { ArchonError, refName, resolveRef, typesOf, type Model, type Schema } from '@archon/values';
import type { PartOf, Place } from '../parse/template.ts';
import type { PassedValue } from './analyzed.ts';
import { emitInclude, resolveExpression, usedIn, type Resolved } from './expression.ts';
import { requireGuard } from './guards.ts';
import { paramPath, rootOf, typeOf, type PartialSignature, type Scope } from './scope.ts';
import { valueOf } from './value-form.ts';

interface PartialCall {
  go: string;
  mayBeEmpty: boolean;
  used: string[];
  passed: PassedValue[];
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
    const reason = mismatch(resolved, signature.params[key]!, scope);
    if (reason) throw new ArchonError([{ ...place, message: `The parameter "${key}" of "${name}" ${reason}.` }]);
    return [key, resolved];
  });
  const pairs = given.map(([key, { typed }]): [string, string] => [key, typed]);
  const go = emitInclude(name, signature.needsRoot ? [['root', rootOf(scope)], ...pairs] : pairs, scope);
  const passed = given.flatMap(([key, value]) =>
    usedIn(value).map((path) => ({ param: paramPath(name, key), value: path })),
  );
  return { go, mayBeEmpty: signature.mayBeEmpty, used: given.flatMap(([, value]) => usedIn(value)), passed };
}

/** A partial as its callers see it. */
export function signatureOf(name: string, { partials }: Scope, place: Place): PartialSignature {
  const signature = partials[name];
  if (signature) return signature;
  const hint = `Known: ${Object.keys(partials).join(', ')}.`;
  throw new ArchonError([{ ...place, message: `There is no partial "${name}".`, hint }]);
}

/** Why a parameter may not have a value: the partial relies on its type, its keys, and the pattern that makes it safe. */
function mismatch(value: Resolved, declared: Schema, { model }: Scope): string | undefined {
  const schema = resolveRef(model, declared);
  const definition = refOf(declared);
  if (definition && !(value.kind === 'path' && isLike(model, value.reference.schema, declared)))
    return `is declared as ${definition}, and this is not one`;
  if (value.type !== 'any' && value.type !== typeOf(schema))
    return `is declared as ${typeOf(schema)}, not ${value.type}`;
  if (schema.pattern === undefined) return undefined;
  const matches =
    value.kind === 'literal' ? new RegExp(schema.pattern).test(String(value.value)) : valueOf(value).form === 'safe';
  return matches ? undefined : `must match ${schema.pattern}`;
}

/** The definition that a parameter is declared as, `Port` or `Port[]`. */
function refOf({ $ref, items }: Schema): string | undefined {
  if ($ref !== undefined) return refName($ref);
  return items?.$ref === undefined ? undefined : `${refName(items.$ref)}[]`;
}

/** Whether a value has the type of a definition, and all its keys with theirs. What presets own may be null as well. */
function isLike(model: Model, value: Schema, definition: Schema): boolean {
  const [given, wanted] = [resolveRef(model, value), resolveRef(model, definition)];
  if (`${typesOf(given)}` !== `${typesOf(wanted)}` || given.pattern !== wanted.pattern) return false;
  if (wanted.items && !(given.items && isLike(model, given.items, wanted.items))) return false;
  return Object.entries(wanted.properties ?? {}).every(([key, child]) => {
    const own = given.properties?.[key];
    return own !== undefined && (own === child || isLike(model, own, child));
  });
}
