import { spawn } from 'node:child_process';
import { repoRoot } from '../../cache-dir.ts';
import { clusterTools, goTools, nodeTools, resolveTool } from '../../go-tools.ts';
import { runScript } from '../../run-script.ts';
import { crdFolder } from '../crds.ts';
import { whyNoRealNode } from './demand-real-node.ts';
import { equipNode } from './equip-node.ts';
import { nodeRoot, resolveRootFilesystem } from './root-filesystem.ts';

// `npm run test:node`: builds what is needed, then runs the tests that install the chart on a real node. Where none can
// run, nothing is built, and every test is reported as skipped.
await runScript(async () => {
  const reason = whyNoRealNode();
  if (reason === undefined) {
    for (const tool of [...goTools, ...clusterTools, ...nodeTools]) resolveTool(tool);
    crdFolder();
    resolveRootFilesystem(nodeRoot);
    equipNode({ gpus: 0 });
  } else console.error(`No real node can run here: ${reason}. Its tests are skipped.`);
  const args = ['vitest', 'run', '--config', 'vitest.node.config.ts', ...process.argv.slice(2)];
  const child = spawn('npx', args, { cwd: repoRoot, stdio: 'inherit' });
  // The terminal's Ctrl-C reaches Vitest too; a node ends with the process that started it, however that ends.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('exit', (code) => resolve(code ?? 1));
  });
});
