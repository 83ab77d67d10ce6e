import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePorts } from '../cluster/ports.ts';
import { resolveTool } from '../go-tools.ts';
import { ToolError } from '../tool-error.ts';

/** A port of this machine that leads to a Service. */
export interface OpenPort {
  port: number;
  close(): void;
}

/** Opens one on loopback by `kubectl port-forward`, as NOTES tells. */
export async function openPort(kubeconfig: string, namespace: string, service: string): Promise<OpenPort> {
  const [port] = await freePorts(1);
  const args = [`--kubeconfig=${kubeconfig}`, `--namespace=${namespace}`, 'port-forward', service, `${port}:8000`];
  const child = spawn(resolveTool('kubectl'), args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const close = () => void child.kill();
  process.once('exit', close);
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const opened = once(child.stdout, 'data').then(() => true);
  const ended = once(child, 'exit').then(() => false);
  if (await Promise.race([opened, ended])) return { port: port!, close };
  throw new ToolError(`kubectl port-forward opened no port:\n${said.trim()}`);
}
