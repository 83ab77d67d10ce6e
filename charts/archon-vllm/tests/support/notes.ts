import { expect } from 'vitest';
import { helmMajors, renderNotes, type RenderOptions } from '@archon/testbed/helm';
import { chart } from './chart.ts';

export type Values = Pick<RenderOptions, 'values' | 'set'>;

const known = new Map<string, string>();

/** The NOTES of both Helms, which must be alike, or why both refuse; rendered once. */
export function notesOf(options: Values): string {
  const key = JSON.stringify(options);
  if (!known.has(key)) known.set(key, renderBoth(options));
  return known.get(key)!;
}

function renderBoth(options: Values): string {
  const [older, newer] = helmMajors.map((helm) => {
    const result = renderNotes({ helm, chart, release: 'home', namespace: 'llm', ...options });
    return result.ok ? result.notes : result.error;
  });
  expect(older).toBe(newer);
  return newer!;
}
