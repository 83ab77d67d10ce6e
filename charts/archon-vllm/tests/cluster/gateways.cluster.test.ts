import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { kubectl } from '@archon/testbed/testing/test-cluster';
import { freePorts } from '@archon/testbed/ports';
import { startEnvoy } from '@archon/testbed/start-envoy';
import { startTraefik } from '@archon/testbed/start-traefik';
import { Supervisor } from '@archon/testbed/supervisor';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { askForStream, startStreamingServer } from '../support/gateways/streaming-server.ts';
import { Release, waiting } from '../support/release.ts';

const isPrivate = process.env.ARCHON_PRIVATE_NETWORK === '1';

const namespace = 'test-gateways';
// Instead of Traefik's 60 seconds, so that the test does not take minutes.
const readTimeoutSeconds = 4;

/** The values of a release that is reached by a host of the Ingress and of the Gateway. */
const values = (name: string, controller: string, more: object = {}) => ({
  fullnameOverride: name,
  persistence: { enabled: false },
  apiKey: { allowAnonymous: true },
  ingress: { className: 'nginx', controller, hosts: [{ host: `${name}.example.com` }] },
  httpRoute: { enabled: true, parentRefs: [{ name: 'traefik' }], hostnames: [`${name}.example.com`], ...more },
});

describe.runIf(isPrivate)('A streamed answer through a real gateway', () => {
  const folder = mkdtempSync(join(tmpdir(), 'archon-gateways-'));
  let supervisor: Supervisor;
  let server: { close(): void };
  let ports: { ingress: number; gateway: number; envoy: number };

  beforeAll(async () => {
    const [ingress, gateway, envoy] = (await freePorts(3)) as [number, number, number];
    ports = { ingress, gateway, envoy };
    server = await startStreamingServer(8000);
    supervisor = await Supervisor.launch();
    await kubectl.apply(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'GatewayClass',
        metadata: { name: 'traefik' },
        spec: { controllerName: 'traefik.io/gateway-controller' },
      },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { name: 'traefik', namespace },
        spec: { gatewayClassName: 'traefik', listeners: [{ name: 'web', port: gateway, protocol: 'HTTP' }] },
      },
    );
    // With the chart's annotations and time limit, and without them.
    const installed = await Promise.all([
      new Release(namespace, 'ours').install(values('ours', 'nginx'), ...waiting),
      new Release(namespace, 'bare').install(
        { ...values('bare', 'other'), unset: ['httpRoute.timeouts.request'] },
        ...waiting,
      ),
    ]);
    expect(installed.map(({ stderr }) => stderr)).toEqual(['', '']);
    const addresses = await podAddresses();
    // The address of each pod is one of this machine, in this network alone.
    for (const address of addresses) execFileSync('ip', ['route', 'add', 'local', `${address}/32`, 'dev', 'lo']);
    await startTraefik(supervisor, { folder, kubeconfig: inject('kubeconfig'), ports, readTimeoutSeconds });
    const backend = { address: addresses[0]!, port: 8000 };
    const routes = await Promise.all(['ours', 'bare'].map(routeOf));
    await startEnvoy(supervisor, { folder, port: envoy, backend, routes });
    await untilReached();
  });

  afterAll(async () => {
    await supervisor?.close();
    server?.close();
    await kubectl.run(['delete', 'namespace', namespace, '--wait=false']);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Until both have read their routes, and Traefik has been quiet: it cuts some streams while its configuration changes. */
  async function untilReached(): Promise<void> {
    const doors = [ports.ingress, ports.gateway, ports.envoy];
    await vi.waitFor(
      async () => {
        const asked = doors.flatMap((port) =>
          ['ours', 'bare'].map((name) => askForStream(port, `${name}.example.com`, {})),
        );
        const statuses = (await Promise.all(asked)).map(({ status }) => status);
        expect(statuses).toEqual(statuses.map(() => 200));
      },
      { timeout: 120_000, interval: 500 },
    );
    await delay(10_000);
  }

  it('should pass through Traefik whole and piece by piece, by the Ingress and by the HTTPRoute', async () => {
    for (const port of [ports.ingress, ports.gateway]) {
      const answer = await askForStream(port, 'ours.example.com', { events: 10, silence: 0.3 });
      expect(answer).toMatchObject({ status: 200, events: 10, whole: true });
      expect(answer.spread).toBeGreaterThan(2);
    }
  });

  it("should survive a silence by the Ingress's annotations, and be cut without them", async () => {
    const silence = readTimeoutSeconds + 3;
    const [ours, bare] = await Promise.all(
      ['ours', 'bare'].map((name) => askForStream(ports.ingress, `${name}.example.com`, { silence })),
    );
    expect(ours).toMatchObject({ status: 200, events: 1, whole: true });
    expect(bare).toMatchObject({ events: 0, whole: false });
    expect(bare!.seconds).toBeLessThan(silence);
  });

  it("should survive Envoy's 15 seconds by the HTTPRoute's timeout, and be cut without it", async () => {
    const [ours, bare] = await Promise.all(
      ['ours', 'bare'].map((name) => askForStream(ports.envoy, `${name}.example.com`, { events: 20, silence: 1 })),
    );
    expect(ours).toMatchObject({ status: 200, events: 20, whole: true });
    expect(bare).toMatchObject({ whole: false });
    expect(bare!.seconds).toBeGreaterThan(14);
    expect(bare!.seconds).toBeLessThan(18);
  });

  it.each(['/metrics', '/tokenize', '/health', '/v2/models', '/'])('should not be found at %s', async (path) => {
    for (const port of Object.values(ports))
      expect((await askForStream(port, 'ours.example.com', { path })).status).toBe(404);
  });

  it('should find its Gateway: the status of the HTTPRoute says so', async () => {
    const { status } = await kubectl.get('httproute/ours', '--namespace', namespace);
    const conditions = status.parents[0].conditions as { type: string; status: string }[];
    expect(Object.fromEntries(conditions.map((one) => [one.type, one.status]))).toMatchObject({
      Accepted: 'True',
      ResolvedRefs: 'True',
    });
  });
});

async function podAddresses(): Promise<string[]> {
  const { items } = await kubectl.get<{ items: { status: { podIP: string } }[] }>('pods', '--namespace', namespace);
  expect(items).toHaveLength(2);
  return [...new Set(items.map(({ status }) => status.podIP))];
}

/** What a controller of Envoy makes of the HTTPRoute as the API server has it. */
async function routeOf(name: string) {
  const { spec } = await kubectl.get(`httproute/${name}`, '--namespace', namespace);
  const [rule] = spec.rules;
  return { host: spec.hostnames[0], prefix: rule.matches[0].path.value, timeout: rule.timeouts?.request };
}
