import { ArchonError, literalOf, type Expression, type Schema } from '@archon/values';
import { requireGuard } from './blocks.ts';
import { emitExpression, emitInclude } from './emit-expression.ts';
import { emissionOf } from './emit-value.ts';
import { typeOf, type Scope } from './scope.ts';
import type { Place, Token } from './tokens.ts';

/** A partial as its callers see it. */
export interface PartialSignature {
  params: Record<string, Schema>;
  returns: 'text' | 'yaml';
}

/** The call of a partial, with exactly the parameters that it declares. */
export function callPartial(
  token: Token & { kind: 'partial' },
  scope: Scope,
  partials: Record<string, PartialSignature>,
): string {
  const { name, params, place } = token;
  const signature = partials[name];
  if (!signature) {
    const known = Object.keys(partials).join(', ');
    throw new ArchonError([{ ...place, message: `There is no partial "${name}".`, hint: `Known: ${known}.` }]);
  }
  const wanted = Object.keys(signature.params);
  const wrong = [
    ...Object.keys(params).filter((key) => !wanted.includes(key)),
    ...wanted.filter((key) => params[key] === undefined),
  ];
  if (wrong.length > 0) {
    const message = `The partial "${name}" takes ${wanted.join(', ') || 'no parameters'}; check ${wrong.join(', ')}.`;
    throw new ArchonError([{ ...place, message }]);
  }
  const pairs = Object.entries(params).map(([key, value]): [string, string] => {
    if (!literalOf(value)) requireGuard(value, scope, place);
    const reason = mismatch(value, signature.params[key]!, scope, place);
    if (reason) throw new ArchonError([{ ...place, message: `The parameter "${key}" of "${name}" ${reason}.` }]);
    return [key, emitExpression(value, scope, place).typed];
  });
  return emitInclude(name, pairs, scope);
}

/** Why a parameter may not have a value: the partial relies on its type, and on the pattern that makes it safe. */
function mismatch(value: Expression, schema: Schema, scope: Scope, place: Place): string | undefined {
  const { type } = emitExpression(value, scope, place);
  if (type !== 'any' && type !== typeOf(schema)) return `is declared as ${typeOf(schema)}, not ${type}`;
  if (schema.pattern === undefined) return undefined;
  const literal = literalOf(value);
  const matches = literal
    ? new RegExp(schema.pattern).test(String(literal.value))
    : emissionOf(value, scope, place).form === 'safe';
  return matches ? undefined : `must match ${schema.pattern}`;
}
