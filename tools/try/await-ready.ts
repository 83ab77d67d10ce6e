import { setTimeout as delay } from 'node:timers/promises';
import { Kubectl } from '@archon/testbed/kubectl';
import { ToolError } from '@archon/testbed/tool-error';
import { namespace, release } from './install-chart.ts';
import type { LiveLine } from './live-line.ts';
import { podFailure, podProgress, type PodReport } from './pod-progress.ts';

const patienceSeconds = 600;

/** Waits until the pod is ready and shows its progress; throws with the last log lines when it fails. */
export async function awaitReady(kubeconfig: string, line: LiveLine, signal: AbortSignal): Promise<void> {
  const kubectl = new Kubectl(kubeconfig);
  const selector = `app.kubernetes.io/instance=${release}`;
  const deadline = Date.now() + patienceSeconds * 1000;
  for (;;) {
    const { items } = await kubectl.get<{ items: PodReport[] }>(
      'pods',
      `--namespace=${namespace}`,
      `--selector=${selector}`,
    );
    const pod = items[0];
    const log = async (...args: string[]) =>
      pod ? (await kubectl.run(['logs', pod.metadata.name, `--namespace=${namespace}`, ...args])).stdout : '';
    const doing = podProgress(pod, await log('--tail=40'));
    signal.throwIfAborted();
    if (doing === 'ready') return line.end('vLLM is ready');
    line.show(doing);
    const failure =
      podFailure(pod) ?? (Date.now() > deadline ? `vLLM is not ready after ${patienceSeconds} s` : undefined);
    if (failure !== undefined) {
      line.end(doing);
      throw new ToolError(
        `${failure}. The end of its log:\n${await log('--previous', '--tail=15')}${await log('--tail=15')}`,
      );
    }
    await delay(700, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
