import type { ValuesModel } from './model.ts';
import { isRecord } from './is-record.ts';
import { refName, type Schema } from './schema.ts';

/**
 * The values of a chart as definitions for another one that passes them on: `archon-vllm` is all of them,
 * `archon-vllm.preset` is one. Kubernetes' own types keep their names, because both charts have them.
 */
export function definitionsOfChart(
  { root: { name: chart }, schema }: ValuesModel,
  kubernetes: Record<string, Schema>,
): Record<string, Schema> {
  const named = (name: string): string => (name in kubernetes ? name : `${chart}.${name}`);
  const renamed = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(renamed);
    if (!isRecord(node)) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [
        key,
        key === '$ref' && typeof value === 'string' ? `#/definitions/${named(refName(value))}` : renamed(value),
      ]),
    );
  };
  const { properties, definitions } = renamed(schema) as typeof schema;
  const own = Object.entries(definitions).filter(([name]) => !(name in kubernetes));
  // One that is left out there has the default of its chart, not of this one.
  const single = Object.entries(properties).map(
    ([key, value]) => [named(key), { ...value, default: undefined }] as const,
  );
  return {
    ...Object.fromEntries([...own.map(([name, value]) => [named(name), value] as const), ...single]),
    [chart]: { type: 'object', description: `Values of ${chart}.`, properties, additionalProperties: false },
  };
}
