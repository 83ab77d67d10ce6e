import type { Model } from '../catalog-types.ts';

const width = 120;

/** An entry as its file holds it: what is flat and short is on one line, as prettier leaves it. */
export function entryText(model: Model): string {
  return `${block(model, '', '')}\n`;
}

function block(value: unknown, indent: string, key: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const line = inline(value);
  const room = width - indent.length - (key === '' ? 0 : JSON.stringify(key).length + 2) - 1;
  if (indent !== '' && !expanded.includes(key) && line.length <= room) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((item) => inner + block(item, inner, '')).join(',\n')}\n${indent}]`;
  const lines = Object.entries(value).map(
    ([name, item]) => `${inner}${JSON.stringify(name)}: ${block(item, inner, name)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** Kept on lines of their own, however short. */
const expanded = ['geometry', 'weights'];

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${inline(item)}`);
  return `{ ${pairs.join(', ')} }`;
}
