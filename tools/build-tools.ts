import { goTools, resolveTool } from './go-tools.ts';
import { runScript } from './run-script.ts';

// For CI, which caches the result: build everything now instead of at first use.
await runScript(() => goTools.forEach((tool) => console.log(`${tool}: ${resolveTool(tool)}`)));
