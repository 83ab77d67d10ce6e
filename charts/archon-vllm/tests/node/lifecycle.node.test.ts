import { beforeAll, expect, it } from 'vitest';
import { describeOnRealNode, useTestNode } from '@archon/engine/testing/test-node';
import { nodeComponents } from '@archon/testbed/node-components';
import { downloadsOf, eager, NodeRelease, forward } from './support/node-release.ts';
import { openStream, tokensFor } from './support/stream.ts';

const drain = { preStopSleepSeconds: 2 };

// One story: each test goes on from the state in which the one before has left the release, since every step is a start
// of vLLM.
describeOnRealNode('The life of a release on a real node', () => {
  // With the only GPU of the node an upgrade by a second pod would never be scheduled.
  const node = useTestNode({ gpus: 1 });
  let release: NodeRelease;
  let downloads: Record<string, string>;

  beforeAll(async () => {
    release = new NodeRelease(node, await node.createNamespace());
    await release.deploy({ ...eager, drain });
    downloads = await downloadsOf(release);
  });

  it('should upgrade by Recreate and let a stream end whole meanwhile', async () => {
    const url = await forward(release);
    const stream = await openStream(url, await tokensFor(url, 16));
    const upgrade = release.deploy({ engine: { ...eager.engine, maxNumSeqs: 8 }, drain });
    const { seconds, ...streamed } = await stream.ended;
    const endedAt = Math.floor(Date.now() / 1000) * 1000;
    await upgrade;
    expect(streamed).toMatchObject({ finishReason: 'length', done: true, broken: undefined });
    expect(seconds).toBeGreaterThan(drain.preStopSleepSeconds + 1);
    const { metadata } = await release.pod();
    // Never two at a time: the cache may be mounted by one node only, and there may be no GPU to spare.
    expect(Date.parse(metadata.creationTimestamp)).toBeGreaterThanOrEqual(endedAt);
    expect(await commandOf(release)).toContain('--max-num-seqs=8');
  });

  it('should roll back', async () => {
    await release.rollback();
    expect(await commandOf(release)).toContain('--max-num-seqs=16');
    expect(await downloadsOf(release)).toEqual(downloads);
  });

  it('should leave nothing but the cache when it is uninstalled', async () => {
    await release.uninstall();
    await release.kubectl('wait', 'pods', '--all', '--for=delete', '--timeout=120s');
    const left = await release.kubectl('get', 'deployments,replicasets,pods,services,ingresses,pvc', '--output=name');
    expect(left).toBe('persistentvolumeclaim/model-cache\n');
    expect(await downloadsOf(release)).toEqual(downloads);
  });

  it('should find the cache when it is installed again, and need no hub when it is told so', async () => {
    const [hub] = nodeComponents(node.cluster.folder, node.node).servers;
    await node.cluster.supervisor.end(hub!.name);
    try {
      // Else vLLM asks the hub at every start, and gives up when nobody answers.
      await release.deploy({ ...eager, drain, huggingFace: { offline: true } });
    } finally {
      await node.cluster.supervisor.start(hub!);
    }
    expect(await downloadsOf(release)).toEqual(downloads);
    const { code, stderr } = await release.test(4);
    expect(code, stderr).toBe(0);
  });
});

/** The command that runs, as the kubelet has filled it in. */
const commandOf = async (release: NodeRelease): Promise<string[]> =>
  (await release.exec(String.raw`tr '\0' '\n' < /proc/1/cmdline`)).trim().split('\n');
