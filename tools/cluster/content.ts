import { gpuNodes } from '@archon/engine/gpu-nodes';
import { vllmNode } from '@archon/engine/vllm-node';
import type { ClusterContent } from '@archon/testbed/create-program';

/** What `npm run cluster` starts besides Kubernetes: GPUs of the catalog, vLLM on a real node; and the chart to install. */
export const clusterContent: ClusterContent = {
  gpuNodes,
  realNode: vllmNode,
  nextSteps: ({ helm, real }) => {
    // The default image needs a GPU; on two cores vLLM compiles for a while.
    const how = real ? '-f tools/try/values.yaml --wait --timeout 10m' : '--wait';
    return [['install', `${helm} install archon ./charts/archon-vllm -n archon-system --create-namespace ${how}`]];
  },
};
