import { ToolError } from '../../process/tool-error.ts';
import type { FakeNode, FakeNodeReader } from '../fake-nodes.ts';

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
