/** An option that is a JSON object: as an object, or as the text that the flag takes. Undefined: not set; null: unreadable. */
export function jsonOption(value: unknown): Readonly<Record<string, unknown>> | null | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const parsed = typeof value === 'string' ? parse(value) : value;
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    ? (parsed as Readonly<Record<string, unknown>>)
    : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
