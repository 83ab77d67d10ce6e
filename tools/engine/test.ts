import { goTools, resolveTool } from '../go-tools.ts';
import { runScript } from '../run-script.ts';
import { runVitest } from '../run-vitest.ts';
import { resolveModels } from './models.ts';

// `npm run test:engine`: installs the real vLLM and creates its models if they are missing, then runs the tests.
await runScript(async () => {
  for (const tool of goTools) resolveTool(tool);
  resolveModels();
  await runVitest('vitest.engine.config.ts');
});
