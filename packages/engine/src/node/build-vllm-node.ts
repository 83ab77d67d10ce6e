import { buildCluster, buildNode } from '@archon/testbed/build-steps';
import { runScript } from '@archon/testbed/run-script';
import { vllmNode } from './vllm-node.ts';

// The builds of `cluster up --node real`, in a process that can be stopped while Go works.
await runScript(() => {
  buildCluster();
  buildNode();
  vllmNode.prepare({ gpus: 0 });
});
