import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestNode } from '@archon/engine/testing/test-node';
import type { PodReport } from './pods.ts';

/** Runs a shell script as root of the node, among its processes and mounts; returns what it said. */
export async function runOnNode({ cluster }: TestNode, script: string): Promise<string> {
  const name = `script-${(scripts += 1)}`;
  const log = join(cluster.folder, 'logs', `${name}.log`);
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
  const ended = await cluster.supervisor.run({ name, args: ['/bin/sh', '-ec', script], log, env });
  const said = readFileSync(log, 'utf8');
  if (ended !== 'exit status 0') throw new Error(`${script}\nfailed on the node (${ended}): ${said}`);
  return said;
}

let scripts = 0;

/** Sends a signal to a process of a pod, as the kernel or an administrator of the node would. */
export const signalPod = (node: TestNode, { metadata }: PodReport, signal: string, command: string): Promise<string> =>
  runOnNode(node, signalling(`pod${metadata.uid}`, signal, command));

/** Kills all that runs in any pod of the node, as a power failure would. */
export const killAllPods = (node: TestNode): Promise<string> => runOnNode(node, signalling('kubepods', 'KILL', '.'));

// The control group of a process tells its pod.
const signalling = (group: string, signal: string, command: string): string => `
  signalled=0
  for file in $(grep -ls '${group}' /proc/[0-9]*/cgroup); do
    process=$(dirname $file)
    tr '\\0' ' ' <$process/cmdline | grep -q '${command}' || continue
    kill -${signal} $(basename $process) && signalled=1
  done
  test $signalled = 1`;
