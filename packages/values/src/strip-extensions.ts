/** A copy without our `x-` keywords, for readers that know JSON Schema only. */
export function stripExtensions<T>(node: T): T {
  if (Array.isArray(node)) return node.map((item: unknown) => stripExtensions(item)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => !key.startsWith('x-'));
  return Object.fromEntries(entries.map(([key, value]) => [key, stripExtensions(value as unknown)])) as T;
}
