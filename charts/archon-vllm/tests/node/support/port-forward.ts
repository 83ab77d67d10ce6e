import { onTestFinished } from 'vitest';
import { openPort } from '@archon/testbed/kubectl';
import type { NodeRelease } from './node-release.ts';

/** Opens a port of this machine that leads to one pod, until the test that calls this ends; returns its address. */
export async function forward({ node, namespace }: NodeRelease, target = 'service/vllm'): Promise<string> {
  const { port, close } = await openPort(node.cluster.kubeconfig, namespace, target);
  onTestFinished(close);
  return `http://127.0.0.1:${port}`;
}
