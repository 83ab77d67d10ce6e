import { nodeTools, resolveTool } from '../../go-tools.ts';
import { runScript } from '../../run-script.ts';
import { crdFolder } from '../crds.ts';
import { equipNode } from '../node/equip-node.ts';
import { nodeRoot, resolveRootFilesystem } from '../node/root-filesystem.ts';
import { upTools } from './build-steps.ts';

// The builds of `cluster up`, in a process that can be ended while Go works; `real` asks for those of a real node.
await runScript(() => {
  const real = process.argv[2] === 'real';
  for (const tool of [...upTools, ...(real ? nodeTools : [])]) resolveTool(tool);
  crdFolder();
  if (!real) return;
  resolveRootFilesystem(nodeRoot);
  equipNode({ gpus: 1 });
});
