import { goTools, resolveTool } from '@archon/testbed/go-tools';

/** Builds the Go tools before any test needs one, so that building does not count for the time limit of a test. */
export default function setup(): void {
  for (const tool of goTools) resolveTool(tool);
}
