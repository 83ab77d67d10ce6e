import { goTools, resolveTool } from '@archon/testbed/go-tools';
import { kubeconformSchemas } from '@archon/testbed/kubeconform-schemas';

/** Builds the Go tools and the schemas before any test needs one, so that no test's time limit pays for a build. */
export default function setup(): void {
  for (const tool of goTools) resolveTool(tool);
  kubeconformSchemas();
}
