import { spawn, spawnSync } from 'node:child_process';
import { argoCdFiles } from '../argocd/module-files.ts';
import { repoRoot } from '../cache-dir.ts';
import { argoCdTools, clusterTools, goTools, resolveTool } from '../go-tools.ts';
import { runScript } from '../run-script.ts';
import { crdFolder } from './crds.ts';

// `npm run test:cluster`: builds what is needed, then runs the tests, where Linux allows it in a network and a process
// namespace of their own: nothing gets out, no port meets another's, and nothing outlives the run, however it ends.
await runScript(async () => {
  for (const tool of [...goTools, ...clusterTools, ...argoCdTools]) resolveTool(tool);
  crdFolder();
  argoCdFiles();
  const vitest = ['npx', 'vitest', 'run', '--config', 'vitest.cluster.config.ts', ...process.argv.slice(2)];
  const namespace = privateNamespace();
  if (!namespace) console.error('No private network here: tests that need one are skipped.');
  const [file, ...args] = namespace ? [...namespace, ...vitest] : vitest;
  const env = { ...process.env, ...(namespace ? { ARCHON_PRIVATE_NETWORK: '1' } : {}) };
  const child = spawn(file!, args, { cwd: repoRoot, stdio: 'inherit', env });
  // The terminal's Ctrl-C reaches the child too: it ends first.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('exit', (code) => resolve(code ?? 1));
  });
});

/** The command before the command; undefined where the machine has no such thing. */
function privateNamespace(): string[] | undefined {
  const user = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const unshare = ['unshare', ...user, '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const command = [...unshare, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
  const [file, ...args] = [...command, 'true'];
  return spawnSync(file!, args, { stdio: 'ignore' }).status === 0 ? command : undefined;
}
