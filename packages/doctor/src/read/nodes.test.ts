import type { V1Node } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { readNodes } from './nodes.ts';

it.each([
  ['True', true],
  ['False', false],
  // the node controller writes it when the kubelet does not report any more
  ['Unknown', false],
  [undefined, true],
])('should read a node whose condition Ready is %s as ready: %s', async (status, ready) => {
  const conditions = status === undefined ? [] : [{ type: 'Ready', status }];
  const node: V1Node = { metadata: { name: 'gpu-0' }, status: { conditions } };
  const list = async <T>(): Promise<readonly T[]> => [node as T];
  expect(await readNodes({ list })).toMatchObject([{ name: 'gpu-0', ready }]);
});
