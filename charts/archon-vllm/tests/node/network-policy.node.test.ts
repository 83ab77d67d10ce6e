import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeOnRealNode, TestNode } from '@archon/engine/testing/test-node';
import { enforceNetworkPolicies } from '@archon/testbed/enforce-network-policies';
import { realNode } from '@archon/testbed/real-node';
import { machineSettings, tracesOf } from '@archon/testbed/testing/traces';
import { whyNoNetworkPolicies } from '@archon/testbed/why-no-network-policies';
import { dropped, getFrom, type NetworkClient, startClient } from './support/network-client.ts';
import { downloadsOf, eager, model, NodeRelease } from './support/node-release.ts';
import { isReady, type PodReport, restarts } from './support/pods.ts';

/** As a peer: all pods of a namespace. */
const podsOf = (namespace: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
});

// One story: each test goes on from the state in which the one before has left the release, since a start of vLLM takes long.
describeOnRealNode(
  'A NetworkPolicy that a real node enforces',
  () => {
    const before = machineSettings();
    const node = new TestNode();
    let release: NodeRelease;
    let started: PodReport;
    let own: NetworkClient;
    let chat: NetworkClient;
    let gateway: NetworkClient;
    let monitoring: NetworkClient;

    const deploy = (networkPolicy: object, values: object = {}) =>
      release.deploy({ ...eager, ...values, networkPolicy: { ...named(), ...networkPolicy } });
    const named = () => ({
      enabled: true,
      controllers: [podsOf(gateway.namespace)],
      monitoring: [podsOf(monitoring.namespace)],
      modelSource: { peers: [{ ipBlock: { cidr: `${realNode.address}/32` } }], ports: [hubPort()] },
    });
    const hubPort = () => node.node.servers![0]!.port;
    // The dot at its end: no name is tried but this one.
    const byName = `http://model-hub.kube-system.svc.cluster.local./api/models/${model}`;
    const byAddress = () => `http://${realNode.address}:${hubPort()}/api/models/${model}`;
    const registry = 'http://registry.kube-system.svc/v2/';
    const otherPod = () => `http://${own.address}:${hubPort()}/`;
    const service = () => `http://vllm.${release.namespace}.svc:8000`;
    const pod = ({ status }: PodReport) => `http://${status.podIP}:8000`;
    /** From a pod of vLLM. */
    const fromServer = (url: string) => getFrom(node, release.namespace, 'deployment/vllm', url);

    beforeAll(async () => {
      await node.start({ gpus: 1 });
      await enforceNetworkPolicies(node.cluster);
      release = new NodeRelease(node, await node.createNamespace());
      const start = async (namespace?: string) =>
        startClient(node, namespace ?? (await node.createNamespace()), hubPort());
      [own, chat, gateway, monitoring] = await Promise.all([start(release.namespace), start(), start(), start()]);
      await deploy({});
      started = await release.pod();
      // The first run builds what enforces policies, which no other test needs.
    }, 1_800_000);
    afterAll(() => node.stop());

    it('should let the kubelet ask its probes, and vLLM download the model from the source that is named', async () => {
      expect(isReady(started)).toBe(true);
      expect(restarts(started)).toBe(0);
      expect(Object.keys(await downloadsOf(release)).length).toBeGreaterThan(3);
    });

    it('should let in its own namespace, controllers and monitoring, by the Service and by the pod, and nobody else', async () => {
      for (const place of [service(), pod(started)]) {
        expect([place, await own.get(`${place}/v1/models`)]).toEqual([place, '200']);
        expect([place, await gateway.get(`${place}/v1/models`)]).toEqual([place, '200']);
        expect([place, await monitoring.get(`${place}/metrics`)]).toEqual([place, '200']);
        expect([place, await chat.get(`${place}/v1/models`)]).toEqual([place, dropped]);
      }
    });

    it('should let in another namespace as soon as it is named, then keep out its own, but not helm test', async () => {
      await deploy({ clients: [{ ...podsOf(chat.namespace), podSelector: { matchLabels: { app: 'client' } } }] });
      await vi.waitFor(async () => expect(await chat.get(`${service()}/v1/models`)).toBe('200'), shortly);
      await vi.waitFor(async () => expect(await own.get(`${service()}/v1/models`)).toBe(dropped), shortly);
      const { code, stderr } = await release.test(4);
      expect(code, stderr).toBe(0);
      expect((await release.pod()).metadata.uid).toBe(started.metadata.uid);
    });

    it('should let vLLM reach names and the source of the model, and nothing else', async () => {
      for (const url of [byName, byAddress()]) expect([url, await fromServer(url)]).toEqual([url, '200']);
      // Another port of the same address, and the same port of another one.
      for (const url of [registry, otherPod()]) expect([url, await fromServer(url)]).toEqual([url, dropped]);
    });

    it('should let vLLM reach nothing while it is offline, and serve the model that it has', async () => {
      await deploy({}, { huggingFace: { offline: true } });
      started = await release.pod();
      expect(await fromServer(byName)).toMatch(/name resolution/);
      expect(await fromServer(byAddress())).toBe(dropped);
      await vi.waitFor(async () => expect(await own.get(`${service()}/v1/models`)).toBe('200'), shortly);
    });

    it('should be what has dropped these connections: without it they are made', async () => {
      await deploy({ enabled: false }, { huggingFace: { offline: true } });
      await vi.waitFor(async () => expect(await chat.get(`${service()}/v1/models`)).toBe('200'), shortly);
      expect(await chat.get(`${pod(started)}/v1/models`)).toBe('200');
      for (const url of [byName, byAddress(), registry, otherPod()])
        expect([url, await fromServer(url)]).toEqual([url, '200']);
      const last = await release.pod();
      expect(last.metadata.uid).toBe(started.metadata.uid);
      expect([restarts(last), isReady(last)]).toEqual([0, true]);
    });

    it('should have changed nothing on the machine when the node is gone', async () => {
      await node.stop();
      expect([tracesOf(node.cluster.folder), machineSettings()]).toEqual([[], before]);
    });
  },
  whyNoNetworkPolicies,
);

/** How long a change may take to reach what enforces it, on a busy machine. */
const shortly = { timeout: 60_000, interval: 200 };
