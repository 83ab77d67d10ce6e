import { goTools, resolveTool } from './go-tools.ts';
import { kubeconformSchemas } from './kubernetes/kubeconform-schemas.ts';

/** Builds the Go tools and the schemas before any test needs one, so that no test's time limit pays for a build. */
export default function setup(): void {
  for (const tool of goTools) resolveTool(tool);
  kubeconformSchemas();
}
