import { goTools, resolveTool, webTools } from '@archon/testbed/go-tools';
import { runScript } from '@archon/testbed/run-script';

// For CI, which caches the result: build everything now instead of at first use.
await runScript(() => [...goTools, ...webTools].forEach((tool) => console.log(`${tool}: ${resolveTool(tool)}`)));
