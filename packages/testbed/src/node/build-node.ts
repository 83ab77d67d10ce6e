import { nodeTools, resolveTool } from '../go/go-tools.ts';
import { prepareNode } from './prepare-node.ts';
import { nodeRoot, resolveRootFilesystem } from './root-filesystem.ts';

/** Builds everything that a real node needs besides its control plane, if it is missing. */
export function buildNode(): void {
  for (const tool of nodeTools) resolveTool(tool);
  resolveRootFilesystem(nodeRoot);
  prepareNode({ gpus: 0 });
}
