import { ArchonError, isCall, isPath, type Expression } from '@archon/values';
import type { PartOf } from '../parse/template.ts';
import { fromRoot, resolvePath, type Scope } from './scope.ts';
import type { TagCall, TagDefinition, TagTools } from './tag-definition.ts';
import { bySchema } from './value-form.ts';

/** The chart's own tag that a value names, when it does. */
export function ownTag(
  { expression, place }: PartOf<'value'>,
  scope: Scope,
): { tag: TagDefinition; call: TagCall } | undefined {
  const path = isCall(expression) ? (expression as hbs.AST.SubExpression).path : expression;
  const tag = isPath(path as Expression) ? scope.tags[(path as hbs.AST.PathExpression).original] : undefined;
  if (!tag) return undefined;
  const { params = [], hash } = expression as Partial<hbs.AST.SubExpression>;
  const named = Object.fromEntries((hash?.pairs ?? []).map(({ key, value }) => [key, value]));
  return { tag, call: { params, named, place } };
}

/** What the compiler offers to a tag. */
export function toolsFor({ place }: TagCall, scope: Scope): TagTools {
  const resolve = (path: Expression) => resolvePath(path as hbs.AST.PathExpression, scope, place);
  return {
    resolve,
    keyOf: (object, key) => {
      const { parts, original, ...rest } = object as hbs.AST.PathExpression;
      return resolve({ ...rest, parts: [...parts, key], original: `${original}.${key}` } as hbs.AST.PathExpression);
    },
    valueOf: ({ go, schema }) => bySchema(go, schema),
    fromRoot: (path) => fromRoot(scope, path),
    refuse: (message, hint) => {
      throw new ArchonError([{ ...place, message, ...(hint && { hint }) }]);
    },
  };
}
