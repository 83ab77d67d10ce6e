const width = 120;

/**
 * JSON for a file of the catalog: what fits is on one line, lists of words are filled up to the width, and everything
 * else has one line each. Prettier would put each word of a long list on its own line.
 */
export function formatEntry(value: unknown): string {
  return `${format(value, '', 0)}\n`;
}

/** @param taken columns of the first line before and after the value. */
function format(value: unknown, indent: string, taken: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const list = Array.isArray(value);
  const oneLine = inline(value);
  if (indent !== '' && indent.length + taken + oneLine.length <= width) return oneLine;
  const inner = `${indent}  `;
  const items = list
    ? value.map((item) => format(item, inner, 1))
    : Object.entries(value).map(([key, item]) => {
        const name = `${JSON.stringify(key)}: `;
        return `${name}${format(item, inner, name.length + 1)}`;
      });
  const lines = Object.values(value).every(isWord) && indent !== '' ? fill(items, inner) : items;
  const [open, close] = list ? '[]' : '{}';
  return `${open}\n${lines.map((line) => `${inner}${line}`).join(',\n')}\n${indent}${close}`;
}

/** The format of prettier. */
function inline(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  const parts = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

const isWord = (value: unknown): boolean => typeof value !== 'object' && !/\s/.test(String(value));

function fill(items: string[], indent: string): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const longer = lines.length === 0 ? item : `${lines.at(-1)}, ${item}`;
    if (lines.length > 0 && indent.length + longer.length + 1 <= width) lines[lines.length - 1] = longer;
    else lines.push(item);
  }
  return lines;
}
