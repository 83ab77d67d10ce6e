import { nodeTools, resolveTool } from '../go/go-tools.ts';
import { equipNode } from './equip-node.ts';
import { nodeRoot, resolveRootFilesystem } from './root-filesystem.ts';

/** Makes all that a real node needs beside its control plane, where it is missing. */
export function buildNode(): void {
  for (const tool of nodeTools) resolveTool(tool);
  resolveRootFilesystem(nodeRoot);
  equipNode({ gpus: 0 });
}
