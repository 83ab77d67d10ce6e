import { lockCluster } from '@archon/testbed/cluster-lock';
import { Progress } from '@archon/testbed/progress';
import { runningCluster } from '@archon/testbed/running-cluster';
import { type NamedCluster, startNamed } from '@archon/testbed/start-named';
import { type OpenPort, openPort } from '@archon/testbed/kubectl';
import { resolveTool } from '@archon/testbed/go-tools';
import { modelIds } from '@archon/engine/models';
import { vllmNode } from '@archon/engine/vllm-node';
import { shortPath } from '@archon/testbed/cache-dir';
import { awaitReady } from './await-ready.ts';
import { chat } from './ask.ts';
import { requireMemory, stayUntilInterrupted, type TryOptions } from './try-options.ts';
import { clientCommands, clusterCommands, installChart, namespace, service } from './install-chart.ts';
import { LiveLine } from './live-line.ts';

/** The name of its cluster, for `npm run cluster`. */
const name = 'try';

/** Starts a real node, installs the chart there, asks a question, and stops everything unless `keep` is set. */
export async function tryOnNode({ keep, signal }: TryOptions): Promise<void> {
  const progress = new Progress();
  const say = (text: string) => progress.say(text);
  const request = { name, real: { gpus: 1, content: vllmNode }, ports: {} };
  const onWait = (pid: number) => say(`Another npm run try is running (pid ${pid}); waiting for it.`);
  const lock = await lockCluster(name, { signal, onWait });
  let [cluster, opened, stays]: [NamedCluster?, OpenPort?, boolean?] = [];
  try {
    const kept = await runningCluster(request, say);
    if (kept) say('The node of an earlier run with --keep is still running.');
    else {
      requireMemory();
      cluster = await startNamed(request, { lock, signal, progress });
    }
    const { kubeconfig } = kept ?? cluster!.state;
    const line = new LiveLine();
    line.show('Helm installs charts/archon-vllm');
    await installChart(kubeconfig);
    await awaitReady(kubeconfig, line, signal);
    opened = await openPort(kubeconfig, namespace, service);
    await chat(`http://127.0.0.1:${opened.port}/v1`, signal);
    console.log(['', ...clientCommands(opened.port, modelIds.smol), ...clusterCommands(kubeconfig)].join('\n'));
    if (keep || kept) {
      await cluster?.stay();
      stays = true;
      const forward = `${shortPath(resolveTool('kubectl'))} -n ${namespace} port-forward ${service} ${opened.port}:8000`;
      console.log(`\nThe node keeps running. The port closes with this command. Open it again with:\n  ${forward}`);
      console.log(`Stop it with: npm run cluster -- down --name ${name}`);
    } else await stayUntilInterrupted(signal);
  } catch (error) {
    // An interrupted step fails with its own message; the real reason is the interruption.
    signal.throwIfAborted();
    throw error;
  } finally {
    opened?.close();
    if (!stays) await cluster?.end();
    lock.release();
  }
}
