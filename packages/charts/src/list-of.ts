import type { FunctionDefinition } from '@archon/values';

/** A list that TypeScript makes of some arguments, and Helm by a named template of the chart. */
export const listOf = (
  template: string,
  arity: number,
  evaluate: (...args: never[]) => unknown[],
): FunctionDefinition => ({
  arity: [arity, arity],
  returns: 'list',
  evaluate: (args) => evaluate(...(args as never[])),
  emit: (args, { include }) => `${include(template, ...args.map(({ raw }) => raw))} | fromJsonArray`,
});
