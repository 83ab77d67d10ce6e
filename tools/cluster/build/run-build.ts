import { resolveTool } from '../../go-tools.ts';
import { runScript } from '../../run-script.ts';
import { crdFolder } from '../crds.ts';
import { upTools } from './build-plan.ts';

// The builds of `cluster up`, in a process that can be ended while Go works.
await runScript(() => {
  for (const tool of upTools) resolveTool(tool);
  crdFolder();
});
