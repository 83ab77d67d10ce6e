import { resolveTool } from '../../go/go-tools.ts';
import { runScript } from '../../process/run-script.ts';
import { crdFolder } from '../crds.ts';
import { buildNode } from '../../node/build-node.ts';
import { upTools } from './build-steps.ts';

// The builds of `cluster up`, in a process that can be stopped while Go works; `real` includes those of a real node.
await runScript(() => {
  for (const tool of upTools) resolveTool(tool);
  crdFolder();
  if (process.argv[2] === 'real') buildNode();
});
