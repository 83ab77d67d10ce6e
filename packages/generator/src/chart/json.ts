/** JSON for a chart's own files: two spaces, newline at the end. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** JSON with one line per entry of the top-level objects, so that a diff of a long table is readable. */
export function jsonTable(tables: Record<string, Record<string, unknown> | unknown[]>): string {
  const blocks = Object.entries(tables).map(([name, table]) => `  ${JSON.stringify(name)}: ${jsonRows(table, '  ')}`);
  return `{\n${blocks.join(',\n')}\n}\n`;
}

/** One list or object with one line per entry. */
export function jsonRows(table: Record<string, unknown> | unknown[], indent = ''): string {
  const list = Array.isArray(table);
  const rows = list
    ? table.map((row) => JSON.stringify(row))
    : Object.entries(table).map(([key, row]) => `${JSON.stringify(key)}: ${JSON.stringify(row)}`);
  const [open, close] = list ? '[]' : '{}';
  return `${open}\n${rows.map((row) => `${indent}  ${row}`).join(',\n')}\n${indent}${close}`;
}
