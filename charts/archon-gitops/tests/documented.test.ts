import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { codeBlocks } from '../../archon-vllm/tests/support/markdown.ts';
import { validateObjects } from '@archon/testbed/validate-objects';
import { problemsOf, render } from './support/chart.ts';

const pages = ['docs/13-fleet.md', 'charts/archon-gitops/README.md'];
const lists = pages.flatMap((page) =>
  codeBlocks(page, 'yaml').map((text, index) => ({ page, block: index + 1, values: parse(text) as unknown })),
);

it('should be four lists of servers that are documented', () => expect(lists).toHaveLength(4));

describe.each(lists)('The list of servers in block $block of $page', ({ values }) => {
  it('should be valid', () => expect(problemsOf(values)).toEqual([]));

  it('should be objects that Argo CD or Flux takes', async () => {
    const objects = await render(values);
    expect(validateObjects(objects.map((object) => JSON.stringify(object)).join('\n---\n'))).toEqual([]);
  });
});
