import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { repoRoot } from '@archon/testbed/cache-dir';
import { HelmClient } from '@archon/testbed/helm-client';
import { Kubectl } from '@archon/testbed/kubectl';
import { readTcpListeners } from '@archon/testbed/testing/tcp-listeners';
import { ClusterCommand, patiently } from './testing/cluster-command.ts';
import type { ClusterState } from '@archon/testbed/cluster-state';

const namespaced = ['--namespace=archon-system'];
const provisioned = () => (existsSync('/tmp/hostpath_pv') ? readdirSync('/tmp/hostpath_pv') : []);

describe('npm run cluster -- up, status, down', () => {
  it('should start what a chart needs, show it, and leave nothing behind', async () => {
    const command = new ClusterCommand();
    const { code, stdout, stderr } = await command.run('up', '--node', 'rtx-5070-ti', 'l40s=8:taint', '--json');
    expect(code, stdout + stderr).toBe(0);
    const printed = JSON.parse(stdout) as Record<'kubeconfig' | 'registry' | 'helm', string>;
    expect(printed).toMatchObject({
      ok: true,
      alreadyUp: false,
      name: 'default',
      nodes: ['rtx-5070-ti', 'l40s=8:taint'],
    });

    const kubectl = new Kubectl(printed.kubeconfig);
    const helm = new HelmClient(printed.kubeconfig, 4);
    const chart = join(repoRoot, 'charts/archon-vllm');
    await helm.do(['install', 'archon', chart, ...namespaced, '--create-namespace', '--wait', '--timeout=300s']);
    const { items } = await kubectl.get<{ items: { spec: { hostPath: { path: string } } }[] }>('pv');
    const volume = items[0]!.spec.hostPath.path.replace('/tmp/hostpath_pv/', '');
    expect(provisioned()).toContain(volume);
    const registry = await fetch(`http://${printed.registry}/v2/`);
    expect(registry.status).toBe(200);

    const status = await command.run('status', '--json');
    expect(status.code).toBe(0);
    expect(JSON.parse(status.stdout)).toMatchObject({
      clusters: [
        {
          state: 'running',
          ended: [],
          nodes: [
            { name: 'cpu-0', gpus: [] },
            { product: 'NVIDIA-GeForce-RTX-5070-Ti', gpus: [{ total: 1, allocated: 1 }] },
            { product: 'NVIDIA-L40S', gpus: [{ total: 8, allocated: 0 }] },
          ],
        },
      ],
    });

    const again = await command.run('up');
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`export KUBECONFIG=${printed.kubeconfig}`),
    });
    expect(again.stdout).toContain('is already running');
    const other = await command.run('up', '--node', 'h100-sxm');
    expect(other).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('with other nodes: rtx-5070-ti l40s=8:taint'),
    });

    expect(await command.run('down')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^"default" is down/) });
    expect([command.processes, command.files]).toEqual([[], []]);
    expect(provisioned()).not.toContain(volume);
    expect(await command.run('down')).toMatchObject({ code: 0, stdout: '"default" is not running.\n' });
  });

  it('should run several clusters, start each only once, and listen on loopback only', async () => {
    const command = new ClusterCommand();
    const results = await Promise.all(['one', 'two', 'two'].map((name) => command.run('up', '--name', name, '--json')));
    const states = results.map(({ stdout, stderr }) => {
      expect(stdout, stderr).toMatch(/"ok": true/);
      return JSON.parse(stdout) as ClusterState & { alreadyUp: boolean; supervisorPid: number };
    });
    expect(states.filter(({ alreadyUp }) => alreadyUp)).toHaveLength(1);
    expect(states[1]!.supervisorPid).toBe(states[2]!.supervisorPid);
    const listeners = readTcpListeners(command.cache);
    expect(listeners.length).toBeGreaterThanOrEqual(14);
    expect(listeners.filter(({ address }) => address !== '127.0.0.1')).toEqual([]);

    // A part that ends is told, with its log.
    execFileSync('pkill', ['-KILL', '-f', `${command.cache}/clusters/one/certificates/scheduler`]);
    const ended = join(command.cache, 'clusters/one/ended.jsonl');
    await vi.waitFor(() => expect(readFileSync(ended, 'utf8')).toContain('kube-scheduler'), patiently);
    const { code, stdout } = await command.run('status', '--name', 'one');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /one {2}broken since[\s\S]*kube-scheduler ended by itself \(signal: killed\)[\s\S]*scheduler\.log:\n {4}\S/,
    );
    const again = await command.run('up', '--name', 'one');
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('but kube-scheduler ended by itself') });

    // The supervisor takes everything with it.
    process.kill(states[1]!.supervisorPid, 'SIGKILL');
    await vi.waitFor(() => expect(command.processes.filter((each) => each.includes('/two/'))).toEqual([]), patiently);
    expect(await command.run('status', '--name', 'two')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('two  has ended'),
    });
    expect((await command.run('down', '--all')).stdout).toMatch(
      /"one" is down.*\n"two" was not running; removed its files\.\n/,
    );
    expect([command.processes, command.files]).toEqual([[], []]);
  });
});
