import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readText } from '@archon/values';

/** What the cache of the hub, or config.json, calls it; else local/<folder>. */
export function idOf(config: Readonly<Record<string, unknown>>, folder: string): string {
  const cached = /models--([\w.-]+?)--([\w.-]+)(?:\/|$)/.exec(resolve(folder).replaceAll('\\', '/'));
  if (cached) return `${cached[1]}/${cached[2]}`;
  const { _name_or_path: named } = config;
  if (typeof named === 'string' && /^[\w-][\w.-]*\/[\w.-]+$/.test(named)) return named;
  return `local/${basename(resolve(folder), '.json').replaceAll(/[^\w.-]/g, '-')}`;
}

/** The licence in the front matter of the model card. */
export function licenceOf(folder: string): string | undefined {
  const file = join(folder, 'README.md');
  if (!existsSync(file)) return undefined;
  const front = /^---\r?\n([\s\S]*?)\r?\n---/.exec(readText(file))?.[1] ?? '';
  const field = (name: string) => new RegExp(`^${name}:\\s*["']?([\\w.-]+)`, 'm').exec(front)?.[1]?.toLowerCase();
  const licence = field('license');
  return licence === 'other' ? (field('license_name') ?? licence) : licence;
}
