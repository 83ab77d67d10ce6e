import { expect } from 'vitest';
import { helmMajors } from '@archon/testbed/helm';
import { renderOn, type Render } from './render.ts';

export type Values = Pick<Render, 'chart' | 'values' | 'set' | 'valuesObject' | 'release' | 'namespace'>;

const known = new Map<string, Promise<string>>();

/** The NOTES of both Helms, which must be alike, or why both refuse; rendered once. */
export function notesOf(options: Values): Promise<string> {
  const key = JSON.stringify(options);
  if (!known.has(key)) known.set(key, renderBoth(options));
  return known.get(key)!;
}

async function renderBoth(options: Values): Promise<string> {
  const render = async (helm: 3 | 4) => {
    const result = await renderOn(helm, { release: 'home', namespace: 'llm', ...options });
    return result.ok ? result.notes : result.error;
  };
  const [older, newer] = await Promise.all(helmMajors.map(render));
  expect(older).toBe(newer);
  return newer!;
}
