import { wrap } from '@archon/values/wrap';
import type { createColors } from 'picocolors';

/** The colours of picocolors, or no colours. */
export type Colors = ReturnType<typeof createColors>;

/** A line of a tree, with its children. */
export interface TreeNode {
  label: string;
  text?: string;
  children?: TreeNode[];
}

/** How a tree is drawn. */
export interface TreeStyle {
  /** Columns; a longer text continues on the next line, under its beginning. */
  width: number;
  unicode: boolean;
  colors: Colors;
}

const glyphs = {
  unicode: { fork: '├─ ', corner: '└─ ', rail: '│  ' },
  ascii: { fork: '|- ', corner: '`- ', rail: '|  ' },
};

/** Draws a tree; the texts of siblings start in one column. */
export function treeLines(root: TreeNode, style: TreeStyle): string[] {
  return [style.colors.bold(root.label), ...branches(root.children ?? [], '', style)];
}

function branches(nodes: TreeNode[], indent: string, style: TreeStyle): string[] {
  const { fork, corner, rail } = glyphs[style.unicode ? 'unicode' : 'ascii'];
  const { bold, dim } = style.colors;
  const column = Math.max(0, ...nodes.filter(({ text }) => text).map(({ label }) => label.length)) + 2;
  return nodes.flatMap(({ label, text, children = [] }, index) => {
    const isLast = index === nodes.length - 1;
    const below = indent + (isLast ? ' '.repeat(rail.length) : rail);
    const [first = '', ...rest] = text ? wrap(text, style.width - below.length - column) : [];
    const name = children.length > 0 || indent === '' ? bold(label) : label;
    const gap = text ? ' '.repeat(column - label.length) : '';
    const hang = below + (children.length > 0 ? rail : '').padEnd(column);
    return [
      `${dim(indent + (isLast ? corner : fork))}${name}${gap}${first}`,
      ...rest.map((line) => `${dim(hang)}${line}`),
      ...branches(children, below, style),
    ];
  });
}
