/** Values as you would write them in a sentence: `image.pullPolicy=Always`; of a list of objects, their kinds. */
export function describeValues(values: Record<string, unknown>): string {
  return leaves(values)
    .map(([path, value]) => `\`${path}=${describe(value)}\``)
    .join(', ');
}

function leaves(value: unknown, path: string[] = []): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path.join('.'), value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function describe(value: unknown): string {
  if (!Array.isArray(value)) return shorten(String(value));
  return `[${value.map((item) => (typeof item === 'string' ? item : ((item as { kind?: string }).kind ?? '…'))).join(', ')}]`;
}

// A digest in full would widen the whole table.
const shorten = (text: string): string => (text.startsWith('sha256:') ? 'sha256:…' : text);
