import { isRecord } from './is-record.ts';
import { refName, type Schema } from './schema.ts';

/** The definitions that schemas use, directly or through others, in alphabetical order. */
export function reachable(from: unknown, pool: Record<string, Schema>): Record<string, Schema> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isRecord(node)) return;
    if (typeof node.$ref === 'string' && !found.has(refName(node.$ref))) {
      found.add(refName(node.$ref));
      visit(pool[refName(node.$ref)]);
    }
    Object.values(node).forEach(visit);
  };
  visit(from);
  return Object.fromEntries([...found].sort().flatMap((name) => (pool[name] ? [[name, pool[name]]] : [])));
}
