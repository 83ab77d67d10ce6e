import { goTools, resolveTool } from '@archon/testbed/go-tools';
import { runScript, runVitest } from '@archon/testbed/run-script';
import { resolveModels } from '@archon/engine/models';

// `npm run test:engine`: installs the real vLLM and creates its models if they are missing, then runs the tests.
await runScript(async () => {
  for (const tool of goTools) resolveTool(tool);
  resolveModels();
  await runVitest('vitest.engine.config.ts');
});
