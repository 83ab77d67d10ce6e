import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { goTools, resolveTool } from '@archon/testbed/go-tools';
import { gpuNodes } from '@archon/engine/gpu-nodes';
import { startCluster } from '@archon/testbed/start-cluster';

/** Enough for all test files together; tests about scarcity choose a node by its product label. */
const testNodes = [
  'rtx-5070-ti=64',
  'h100-sxm=64',
  // The only one of its kind, with one GPU.
  'rtx-4090',
  'a100-80gb-sxm=7:mig-1g.10gb',
  // Takes only pods that tolerate nvidia.com/gpu.
  'l40s=8:taint',
];

/** One cluster for all test files: each test has its own namespace. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const tool of goTools) resolveTool(tool);
  const cluster = await startCluster({
    folder: mkdtempSync(join(tmpdir(), 'archon-cluster-')),
    nodes: testNodes.map(gpuNodes.parse),
  });
  project.provide('kubeconfig', cluster.kubeconfig);
  project.provide('ports', cluster.ports);
  return () => cluster.stop();
}
