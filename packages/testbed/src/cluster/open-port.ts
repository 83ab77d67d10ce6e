import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { resolveTool } from '../go/go-tools.ts';
import { ToolError } from '../process/tool-error.ts';

/** A port of this machine that is forwarded to one pod, as long as that runs. */
export interface OpenPort {
  port: number;
  close(): void;
}

/** Forwards a loopback port to port 8000 with `kubectl port-forward`; of a Service, to one of its pods. */
export async function openPort(kubeconfig: string, namespace: string, target: string): Promise<OpenPort> {
  const args = ['port-forward', target, ':8000', '--address=127.0.0.1', `--namespace=${namespace}`];
  const child = spawn(resolveTool('kubectl'), [`--kubeconfig=${kubeconfig}`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const close = () => void child.kill();
  process.once('exit', close);
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'close')])) as [unknown];
  const port = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(String(line))?.[1];
  if (!port) throw new ToolError(`kubectl ${args.join(' ')} opened no port:\n${said.trim()}`);
  return { port: Number(port), close };
}
