import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { nodeComponents } from '@archon/testbed/node-components';
import { realNode } from '@archon/testbed/real-node';
import { describeOnRealNode, useTestNode, type TestNode } from '@archon/engine/testing/test-node';
import { cacheDir } from '@archon/testbed/cache-dir';
import { eager, NodeRelease } from './support/node-release.ts';
import { killAllPods, signalPod } from './support/on-node.ts';
import { eventsOf, isReady, lastEnd, restarts } from './support/pods.ts';
import { claimSmallDisk } from './support/small-disk.ts';

/** Nothing here is about how a pod ends. */
const values = { ...eager, drain: { preStopSleepSeconds: 0, shutdownTimeoutSeconds: 0 } };
const patiently = { timeout: 300_000, interval: 1000 };
const gpus = 4;

describeOnRealNode('The chart when things go wrong on a real node', () => {
  const node = useTestNode({ gpus });
  let release: NodeRelease;
  let slow: NodeRelease;

  beforeAll(async () => {
    const releaseHere = async () => new NodeRelease(node, await node.createNamespace());
    [slow, release] = [await releaseHere(), await releaseHere()];
    const huggingFace = { endpoint: await startSlowHub(node, 3600) };
    await slow.deploy({ ...values, huggingFace, startup: { timeoutSeconds: 60 } }, { wait: false });
    const probes = {
      readiness: { periodSeconds: 2, timeoutSeconds: 3, failureThreshold: 2 },
      liveness: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 4 },
    };
    await release.deploy({ ...values, probes });
  });

  it('should start a model again that takes longer than its startup budget, and say so', async () => {
    const pod = await vi.waitFor(async () => {
      const found = await slow.pod();
      expect(restarts(found)).toBeGreaterThan(0);
      return found;
    }, patiently);
    expect(isReady(pod)).toBe(false);
    expect(await eventsOf(node.kubectl, slow.namespace, pod.metadata.name)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Unhealthy: Startup probe failed: .*connection refused/),
        'Killing: Container vllm failed startup probe, will be restarted',
      ]),
    );
    await slow.uninstall();
  });

  it('should say that it was killed where its memory limit is too small', async () => {
    const small = new NodeRelease(node, await node.createNamespace());
    // Too little for the first process: where only one of its children is killed, vLLM ends with an error of its own.
    const resources = { requests: { memory: '256Mi' }, limits: { memory: '400Mi' } };
    await small.deploy({ ...values, resources, sharedMemory: { size: '64Mi' } }, { wait: false });
    await vi.waitFor(async () => expect(lastEnd(await small.pod())).toMatchObject({ reason: 'OOMKilled' }), patiently);
    await small.uninstall();
  });

  it('should name the disk in its log where the cache is full', async () => {
    const full = new NodeRelease(node, await node.createNamespace());
    const existingClaim = await claimSmallDisk(node, full.namespace, '128k');
    await full.deploy({ ...values, persistence: { existingClaim } }, { wait: false });
    const pod = await vi.waitFor(async () => {
      const found = await full.pod();
      expect(lastEnd(found)).toMatchObject({ reason: 'Error' });
      return found.metadata.name;
    }, patiently);
    expect(await full.kubectl('logs', pod, '--previous')).toMatch(/No space left on device/);
    await full.uninstall();
  });

  it('should leave the Service when it hangs, and be restarted', async () => {
    const pod = await release.pod();
    await signalPod(node, pod, 'STOP', 'bin/vllm serve');
    const waitForPod = ['wait', `pod/${pod.metadata.name}`, '--timeout=120s'];
    await release.kubectl(...waitForPod, '--for=condition=Ready=false');
    const [slice] = (await node.kubectl.get('endpointslices', ...release.here)).items;
    expect(slice.endpoints.map(({ conditions }: any) => conditions.ready)).toEqual([false]);
    await untilRestarted(release, restarts(pod));
    expect(await eventsOf(node.kubectl, release.namespace, pod.metadata.name)).toContain(
      'Killing: Container vllm failed liveness probe, will be restarted',
    );
  });

  it('should be restarted when its engine crashes', async () => {
    const pod = await release.pod();
    await signalPod(node, pod, 'KILL', 'EngineCore');
    await untilRestarted(release, restarts(pod));
    expect(lastEnd(await release.pod())).toMatchObject({ reason: expect.stringMatching(/Error|Completed/) });
    expect(await release.kubectl('logs', pod.metadata.name, '--previous')).toMatch(
      /EngineDeadError|Engine core.*died/i,
    );
  });

  it('should come back after the node has been restarted', async () => {
    const { containerd, kubelet } = nodeComponents(node.cluster.folder, node.node);
    const { supervisor, folder } = node.cluster;
    const before = await release.pod();
    for (const { name } of [kubelet, containerd]) await supervisor.end(name);
    await killAllPods(node);
    for (const each of [containerd, kubelet]) await supervisor.start(each);
    const registrations = () => readFileSync(join(folder, 'logs/device-plugin.log'), 'utf8').match(/registered/g);
    await vi.waitFor(() => expect(registrations()).toHaveLength(2), patiently);
    const allocatable = String.raw`--for=jsonpath={.status.allocatable.nvidia\.com/gpu}=${gpus}`;
    await node.kubectl.do(['wait', `node/${realNode.name}`, allocatable, '--timeout=180s']);
    await vi.waitFor(async () => {
      const { metadata, status } = await release.pod();
      const same = metadata.uid === before.metadata.uid;
      expect(same && restarts({ metadata, status }) === restarts(before)).toBe(false);
    }, patiently);
    await release.ready();
    const { code, stderr } = await release.test(4);
    expect(code, stderr).toBe(0);
  });
});

/** Waits until the container has been started once more, and is Ready again. */
async function untilRestarted(release: NodeRelease, before: number): Promise<void> {
  await vi.waitFor(async () => expect(restarts(await release.pod())).toBe(before + 1), patiently);
  await vi.waitFor(async () => expect(isReady(await release.pod())).toBe(true), patiently);
}

/** Starts a second hub next to the node's, which delays each file; returns its address. */
async function startSlowHub({ cluster, node }: TestNode, delaySeconds: number): Promise<string> {
  const [served] = node.servers!;
  const hub = nodeComponents(cluster.folder, node).servers[0]!;
  const port = served!.port + 1;
  const args = hub.args.map((arg) => (arg.startsWith('--port=') ? `--port=${port}` : arg));
  const log = join(cluster.folder, 'logs/slow-hub.log');
  const env = { ...hub.env, ARCHON_CACHE_DIR: cacheDir() };
  await cluster.supervisor.start({
    ...hub,
    name: 'slow-hub',
    args: [...args, `--delay=${delaySeconds * 1000}`],
    log,
    env,
  });
  return `http://${realNode.address}:${port}`;
}
