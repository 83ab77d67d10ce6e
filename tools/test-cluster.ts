import { spawn, spawnSync } from 'node:child_process';
import { argoCdFiles } from '@archon/testbed/module-files';
import { repoRoot } from '@archon/testbed/cache-dir';
import {
  argoCdTools,
  clusterTools,
  goTools,
  metricsTools,
  releaseTools,
  resolveTool,
  scanTools,
  tektonTools,
} from '@archon/testbed/go-tools';
import { kubeconformSchemas } from '@archon/testbed/kubeconform-schemas';
import { endLike, runScript } from '@archon/testbed/run-script';
import { checkovPython } from '@archon/testbed/checkov-environment';
import { crdFolder } from '@archon/testbed/crds';
import { gatewayPrograms } from '@archon/testbed/gateway-programs';
import { tektonManifests } from '@archon/testbed/tekton-files';

// `npm run test:cluster`: builds what is needed, then runs the tests, where Linux allows it in a network and a process
// namespace of their own: nothing gets out, no port meets another's, and nothing outlives the run, however it ends.
await runScript(async () => {
  // Build everything now: the namespace has no access to the registries.
  const tools = [goTools, clusterTools, argoCdTools, tektonTools, metricsTools, releaseTools, scanTools].flat();
  for (const tool of tools) resolveTool(tool);
  for (const fetch of [kubeconformSchemas, crdFolder, argoCdFiles, tektonManifests, checkovPython, gatewayPrograms])
    fetch();
  const vitest = ['npx', 'vitest', 'run', '--config', 'vitest.cluster.config.ts', ...process.argv.slice(2)];
  const namespace = privateNamespace();
  if (!namespace) console.error('No private network here: tests that need one are skipped.');
  const [file, ...args] = namespace ? [...namespace, ...vitest] : vitest;
  const env = { ...process.env, ...(namespace ? { ARCHON_PRIVATE_NETWORK: '1' } : {}) };
  const child = spawn(file!, args, { cwd: repoRoot, stdio: 'inherit', env });
  // The terminal's Ctrl-C reaches Vitest too, which ends its cluster; unshare itself only reacts to SIGKILL.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGKILL'));
  // Our parent may be killed.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGKILL'), 1000).unref();
  await endLike(child);
});

/** The command that creates the namespaces; undefined where the machine does not support it. */
function privateNamespace(): string[] | undefined {
  const user = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const unshare = ['unshare', ...user, '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  // If we are killed, so is unshare; then --kill-child ends the namespace with all that runs in it.
  const command = ['setpriv', '--pdeathsig', 'KILL', ...unshare, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
  const [file, ...args] = [...command, 'true'];
  return spawnSync(file!, args, { stdio: 'ignore' }).status === 0 ? command : undefined;
}
