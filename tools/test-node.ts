import { goTools, resolveTool } from '@archon/testbed/go-tools';
import { runScript, runVitest } from '@archon/testbed/run-script';
import { buildCluster, buildNode } from '@archon/testbed/build-steps';
import { vllmNode } from '@archon/engine/vllm-node';

// `npm run test:node`: builds what is needed, then runs the tests that install the chart on a real node. Where none can
// run, nothing is built, and every test is reported as skipped.
await runScript(async () => {
  const reason = vllmNode.whyNot();
  if (reason === undefined) {
    for (const tool of goTools) resolveTool(tool);
    buildCluster();
    buildNode();
    vllmNode.prepare({ gpus: 0 });
  } else console.error(`No real node can run here: ${reason}. Its tests are skipped.`);
  await runVitest('vitest.node.config.ts');
});
