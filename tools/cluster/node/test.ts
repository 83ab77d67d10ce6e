import { clusterTools, goTools, resolveTool } from '../../go-tools.ts';
import { runScript } from '../../run-script.ts';
import { runVitest } from '../../run-vitest.ts';
import { crdFolder } from '../crds.ts';
import { buildNode } from './build-node.ts';
import { whyNoRealNode } from './demand-real-node.ts';

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
