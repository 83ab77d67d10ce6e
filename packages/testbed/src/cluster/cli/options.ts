import { ToolError } from '../../process/tool-error.ts';
import { nearest } from '@archon/values';
import { clusterNames } from '../state/cluster-state.ts';

/** A name that can be a folder, and is readable in a list of processes. */
export function parseName(name: string): string {
  if (/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) return name;
  throw new ToolError(
    `--name ${name}: a cluster's name has up to 40 lower-case letters, digits and hyphens (e.g. gpu-lab).`,
  );
}

/** A port of this machine. */
export function parsePort(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new ToolError(`${option} ${text}: a port is a number from 1 to 65535 (e.g. 6443).`);
}

/** The error for a misspelt name; undefined when no cluster has a similar one. */
export function misspelt(name: string): ToolError | undefined {
  const names = clusterNames();
  const guess = names.includes(name) ? undefined : nearest(name, names);
  return guess === undefined ? undefined : new ToolError(`There is no cluster "${name}". Did you mean "${guess}"?`);
}
