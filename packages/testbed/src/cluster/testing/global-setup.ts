import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { goTools, resolveTool } from '../../go/go-tools.ts';
import { type ClusterPorts } from '../components.ts';
import type { GpuNode } from '../gpu-nodes.ts';
import { startCluster } from '../start-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    kubeconfig: string;
    ports: ClusterPorts;
  }
}

/** Enough for all test files together; tests about scarcity choose a node by its product label. */
export const testNodes: readonly GpuNode[] = [
  { gpu: 'rtx-5070-ti', count: 64 },
  { gpu: 'h100-sxm', count: 64 },
  // The only one of its kind, with one GPU.
  { gpu: 'rtx-4090', count: 1 },
  { gpu: 'a100-80gb-sxm', count: 7, mig: '1g.10gb' },
  // Takes only pods that tolerate nvidia.com/gpu.
  { gpu: 'l40s', count: 8, taint: true },
];

/** One cluster for all test files: each test has its own namespace. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const tool of goTools) resolveTool(tool);
  const cluster = await startCluster({ folder: mkdtempSync(join(tmpdir(), 'archon-cluster-')), nodes: testNodes });
  project.provide('kubeconfig', cluster.kubeconfig);
  project.provide('ports', cluster.ports);
  return () => cluster.stop();
}
