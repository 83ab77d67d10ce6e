import { spawn } from 'node:child_process';
import { repoRoot } from '../cache-dir.ts';
import { goTools, resolveTool } from '../go-tools.ts';
import { runScript } from '../run-script.ts';
import { resolveModels } from './models.ts';

// `npm run test:engine`: installs the real vLLM and makes its models where they are missing, then runs the tests.
await runScript(async () => {
  for (const tool of goTools) resolveTool(tool);
  resolveModels();
  const args = ['vitest', 'run', '--config', 'vitest.engine.config.ts', ...process.argv.slice(2)];
  const child = spawn('npx', args, { cwd: repoRoot, stdio: 'inherit' });
  // The terminal's Ctrl-C reaches Vitest too, which ends its servers.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('exit', (code) => resolve(code ?? 1));
  });
});
