import { clusterTools, goTools, resolveTool } from '@archon/testbed/go-tools';
import { runScript } from '@archon/testbed/run-script';
import { runVitest } from '@archon/testbed/run-vitest';
import { crdFolder } from '@archon/testbed/crds';
import { buildNode } from '@archon/testbed/build-node';
import { whyNoRealNode } from '@archon/testbed/demand-real-node';

// `npm run test:node`: builds what is needed, then runs the tests that install the chart on a real node. Where none can
// run, nothing is built, and every test is reported as skipped.
await runScript(async () => {
  const reason = whyNoRealNode();
  if (reason === undefined) {
    for (const tool of [...goTools, ...clusterTools]) resolveTool(tool);
    crdFolder();
    buildNode();
  } else console.error(`No real node can run here: ${reason}. Its tests are skipped.`);
  await runVitest('vitest.node.config.ts');
});
