import { beforeAll, expect, it } from 'vitest';
import { describeOnRealNode, useTestNode } from '@archon/engine/testing/test-node';
import { recordFigures, secondsOf } from './support/figures.ts';
import { eager, NodeRelease, forward } from './support/node-release.ts';
import { servingPods } from './support/pods.ts';
import { startLoad } from './support/start-load.ts';
import { openStream } from './support/stream.ts';

const drain = { preStopSleepSeconds: 3, shutdownTimeoutSeconds: 5 };
/** The two, and 5 more: terminationGracePeriodSeconds. */
const grace = 13;

describeOnRealNode('Two replicas of the chart that end one after the other', () => {
  const node = useTestNode({ gpus: 2 });
  let release: NodeRelease;

  beforeAll(async () => {
    release = new NodeRelease(node, await node.createNamespace());
    const values = {
      replicas: 2,
      persistence: { enabled: false },
      engine: { ...eager.engine, maxModelLen: 16_000 },
      drain,
    };
    await release.deploy(values);
  });

  it('should lose no request at a rolling restart', async () => {
    const endLoad = await startLoad(release);
    const before = await servingPods(node.kubectl, release.namespace);
    await release.kubectl('rollout', 'restart', 'deployment/vllm');
    const rollingRestartSeconds = await secondsOf(release.ready());
    const { answered, failures } = await endLoad();
    const after = await servingPods(node.kubectl, release.namespace);
    recordFigures({ rollingRestartSeconds, answeredAtRollingRestart: answered, lostAtRollingRestart: failures.length });
    const names = before.map(({ metadata }) => metadata.name);
    expect(after.filter(({ metadata }) => names.includes(metadata.name))).toEqual([]);
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(100);
  });

  it('should cut a stream that outlasts its time, and in time', async () => {
    const [pod] = await servingPods(node.kubectl, release.namespace);
    const stream = await openStream(await forward(release, `pod/${pod!.metadata.name}`), 15_000);
    const deleted = performance.now();
    await release.kubectl('delete', 'pod', pod!.metadata.name, '--wait=false');
    const { pieces, done, finishReason, broken } = await stream.ended;
    const cutAfterSeconds = (performance.now() - deleted) / 1000;
    recordFigures({ cutAfterSeconds });
    expect({ done, finishReason }).toEqual({ done: false, finishReason: undefined });
    // Not as if it had ended: the client is told that the connection broke.
    expect(broken).toBeDefined();
    expect(pieces).toBeGreaterThan(100);
    expect(cutAfterSeconds).toBeGreaterThan(drain.preStopSleepSeconds + drain.shutdownTimeoutSeconds);
    // Kubernetes was told to kill it then; on a busy machine the end of gigabytes of processes takes half a minute.
    const { spec } = await node.kubectl.get('deployment/vllm', ...release.here);
    expect(spec.template.spec.terminationGracePeriodSeconds).toBe(grace);
    expect(cutAfterSeconds).toBeLessThan(grace + 30);
  });
});
