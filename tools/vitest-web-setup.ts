import { resolveTool, webTools } from '@archon/testbed/go-tools';

/** Builds what the page can download before any test needs it, and the native Helm that it is compared with. */
export default function setup(): void {
  for (const tool of ['helm-engine', ...webTools] as const) resolveTool(tool);
}
