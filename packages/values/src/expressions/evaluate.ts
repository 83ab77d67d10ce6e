import { valueAt } from '../value-at.ts';
import type { Scope } from './functions.ts';
import { isCall, isPath, literalOf, type Expression } from './parse-expression.ts';

/** Evaluates an expression; a missing value is undefined, as nil is in Helm. */
export function evaluate(node: Expression, scope: Scope): unknown {
  const literal = literalOf(node);
  if (literal) return literal.value;
  if (isPath(node)) return valueAt(scope.roots, node.parts);
  if (!isCall(node)) throw new Error(`cannot evaluate ${node.type}`);
  const call = node as hbs.AST.SubExpression;
  const name = (call.path as hbs.AST.PathExpression).original;
  const definition = scope.functions[name];
  if (!definition) throw new Error(`there is no function "${name}"`);
  return definition.evaluate(
    call.params.map((param) => evaluate(param, scope)),
    scope,
  );
}

/** Evaluates a message: text and tags joined. */
export function evaluateMessage(parts: (string | Expression)[], scope: Scope): string {
  return parts.map((part) => (typeof part === 'string' ? part : String(evaluate(part, scope) ?? ''))).join('');
}
