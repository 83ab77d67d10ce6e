import { stripVTControlCharacters } from 'node:util';
import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { treeLines, type TreeNode } from './tree.ts';

const plain = { width: 40, unicode: true, colors: createColors(false) };
const tree: TreeNode = {
  label: 'root',
  children: [
    {
      label: 'Pod a',
      children: [
        { label: 'image', text: 'x:1' },
        { label: 'command', text: 'serve --one --two --three --four' },
      ],
    },
    { label: 'Service', text: 'a:80' },
    { label: 'Volume b', text: '1Gi' },
  ],
};

describe('treeLines', () => {
  it('should align the texts of siblings and continue long ones under their beginning', () => {
    expect(treeLines(tree, plain)).toEqual([
      'root',
      '├─ Pod a',
      '│  ├─ image    x:1',
      '│  └─ command  serve --one --two --three',
      '│              --four',
      '├─ Service   a:80',
      '└─ Volume b  1Gi',
    ]);
  });

  it('should draw with ASCII', () => {
    expect(treeLines(tree, { ...plain, unicode: false }).slice(1, 4)).toEqual([
      '|- Pod a',
      '|  |- image    x:1',
      '|  `- command  serve --one --two --three',
    ]);
  });

  it('should keep a word that is wider than the line', () => {
    const url = `http://${'x'.repeat(60)}`;
    expect(treeLines({ label: 'r', children: [{ label: 'a', text: `b ${url}` }] }, plain)).toEqual([
      'r',
      '└─ a  b',
      `      ${url}`,
    ]);
  });

  it('should keep its columns when coloured', () => {
    const coloured = treeLines(tree, { ...plain, colors: createColors(true) });
    expect(coloured.map((line) => stripVTControlCharacters(line))).toEqual(treeLines(tree, plain));
  });
});
