import { nearest } from '@archon/values';
import { ToolError } from '../../process/tool-error.ts';
import { clusterNames } from '../state/cluster-state.ts';
import type { FakeNode, FakeNodeReader } from '../fake-nodes.ts';

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

/** The nodes that a cluster has, or should have. */
interface Nodes {
  nodes?: readonly FakeNode[] | undefined;
  real?: { gpus: number } | undefined;
}

/** Reads the values of --node: `real`, `real=2`, or fake nodes. */
export function parseNodes(texts: readonly string[] | undefined, { parse }: FakeNodeReader): Nodes {
  const isReal = (text: string) => /^real(=|$)/.test(text);
  const [real, ...surplus] = texts?.filter(isReal) ?? [];
  if (surplus.length > 0)
    throw new ToolError(`--node ${real} ${surplus.join(' ')}: a cluster can have only one real node.`);
  const fake = texts?.filter((text) => !isReal(text)).map(parse);
  if (real === undefined) return { nodes: fake };
  const [, count = '1'] = real.split('=');
  if (!/^\d\d?$/.test(count)) throw new ToolError(`--node ${real}: "${count}" is not a number of GPUs (0 to 99).`);
  return { nodes: fake, real: { gpus: Number(count) } };
}

/** The text that parseNodes reads as those nodes, with a space between. */
export function formatNodes({ nodes = [], real }: Nodes): string {
  const first = real ? [real.gpus === 1 ? 'real' : `real=${real.gpus}`] : [];
  return [...first, ...nodes.map(({ text }) => text)].join(' ');
}
