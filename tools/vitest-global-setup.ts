import { goTools, resolveTool } from '@archon/testbed/go-tools';

/** Builds the Go tools before any test needs one, so that no test's time limit pays for a build. */
export default function setup(): void {
  for (const tool of goTools) resolveTool(tool);
}
