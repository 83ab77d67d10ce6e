import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { resolveTool } from '../../../../../tools/go-tools.ts';
import type { NodeRelease } from './node-release.ts';

/**
 * Opens a port of this machine that leads to one pod, for as long as that lives or the test that calls this; returns
 * its address. A Service given to it stands for one of its pods.
 */
export async function forward({ node, here }: NodeRelease, target = 'service/vllm'): Promise<string> {
  const args = ['port-forward', target, ':8000', '--address=127.0.0.1', ...here];
  const child = spawn(resolveTool('kubectl'), [`--kubeconfig=${node.cluster.kubeconfig}`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill());
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'close')])) as [unknown];
  const port = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(String(line))?.[1];
  if (!port) throw new Error(`kubectl ${args.join(' ')} ended: ${said}`);
  return `http://127.0.0.1:${port}`;
}
