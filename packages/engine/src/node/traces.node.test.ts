import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished, vi } from 'vitest';
import { repoRoot } from '@archon/testbed/cache-dir';
import { lockFile } from '@archon/testbed/cluster-lock';
import { clusterFolder } from '@archon/testbed/cluster-state';
import { describeOnRealNode, TestNode } from './testing/test-node.ts';
import { familyOf, machineSettings, survivors, tracesOf } from '@archon/testbed/testing/traces';
import { realNode } from '@archon/testbed/real-node';
import { vllmImage } from './vllm-image.ts';

describeOnRealNode('A real node', () => {
  it('should run next to another one, without access to the network, and leave nothing behind', async () => {
    const before = machineSettings();
    const [one, other] = await Promise.all([startNode(), startNode()]);
    const { folder, supervisor } = one.cluster;
    const [hub] = one.node.servers!;
    await one.kubectl.apply(callingPod([...(await ownAddresses()), ['1.1.1.1', 443], [realNode.address, hub!.port]]));
    await one.kubectl.do(['wait', 'pod/calls', '--for=condition=Ready', '--timeout=300s']);
    const said = await vi.waitFor(async () => {
      const log = await one.kubectl.do(['logs', 'calls']);
      expect(log).toContain('done');
      return log.trim().split('\n');
    }, patiently);
    expect(said.slice(-3)).toEqual([expect.stringMatching(unreachable), 'connected', 'done']);
    for (const line of said.slice(0, -3)) expect(line).toMatch(unreachable);

    const family = familyOf(supervisor.pid);
    expect(family.length).toBeGreaterThan(12);
    expect(tracesOf(folder).length).toBeGreaterThan(1);
    // Its mounts, interfaces and settings are only in its own namespaces.
    expect(tracesOf(folder).filter((trace) => trace.includes(' '))).toEqual([]);
    expect(machineSettings()).toEqual(before);
    await one.stop();
    expect([survivors(family), tracesOf(folder), machineSettings()]).toEqual([[], [], before]);

    // The other does not mind.
    await other.kubectl.apply(callingPod([]));
    await other.kubectl.do(['wait', 'pod/calls', '--for=condition=Ready', '--timeout=300s']);
    const { folder: otherFolder } = other.cluster;
    await other.stop();
    expect(tracesOf(otherFolder)).toEqual([]);
  });

  it('should leave nothing behind when its starter is killed', async () => {
    const before = machineSettings();
    const name = `traces-${process.pid}`;
    const script = join(repoRoot, 'packages/engine/src/node/testing/start-named-node.ts');
    const starter = spawn(process.execPath, ['--import=tsx', script, name], {
      cwd: repoRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void starter.kill('SIGKILL'));
    let said = '';
    starter.stderr.on('data', (data: Buffer) => (said += data.toString()));
    const [first] = await Promise.race([once(starter.stdout, 'data'), once(starter, 'close')]);
    expect(String(first), said).toContain('It runs.');
    const family = familyOf(starter.pid!);
    const folder = clusterFolder(name);
    expect(tracesOf(folder).length).toBeGreaterThan(1);
    starter.kill('SIGKILL');
    await vi.waitFor(() => expect([survivors(family), tracesOf(folder)]).toEqual([[], []]), patiently);
    expect(existsSync(lockFile(name))).toBe(false);
    expect(machineSettings()).toEqual(before);
  });

  it('should be refused to who is not root, with what can be done instead', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'archon-nobody-'));
    chmodSync(cache, 0o777);
    onTestFinished(() => rmSync(cache, { recursive: true }));
    const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const up = [process.execPath, '--import=tsx', 'tools/cluster.ts', 'up', '--node', 'real'];
    const env = { ...process.env, HOME: cache, ARCHON_CACHE_DIR: cache };
    const running = promisify(execFile)('setpriv', [...nobody, ...up], { cwd: repoRoot, env });
    await expect(running).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/it needs root[^]*Fake nodes work everywhere[^]*npm run cluster -- up/),
    });
  });
});

/** How long a busy machine may take. */
const patiently = { timeout: 120_000, interval: 200 };

/** What the kernel says where no way leads to. */
const unreachable = /^\[Errno \d+\] (No route to host|Network is unreachable)$/;

async function startNode(): Promise<TestNode> {
  const node = new TestNode();
  onTestFinished(() => node.stop());
  await node.start({ gpus: 0 });
  return node;
}

/** The addresses of this machine, at each of which somebody listens. */
async function ownAddresses(): Promise<[string, number][]> {
  const server = createServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => [address, port]);
}

const callingScript = `
import json, socket, sys, time
for address in json.loads(sys.argv[1]):
    try:
        socket.create_connection(address, 5)
        print("connected")
    except OSError as error:
        print(error)
print("done", flush=True)
time.sleep(3600)
`;

/** A pod that tries to connect to each of some addresses, and stays. */
const callingPod = (addresses: [string, number][]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'calls', namespace: 'default' },
  spec: {
    containers: [
      {
        name: 'calls',
        image: vllmImage().names[0],
        command: ['python3', '-c', callingScript, JSON.stringify(addresses)],
      },
    ],
  },
});
