import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { freePorts } from '@archon/testbed/ports';
import { startCluster } from '@archon/testbed/start-cluster';
import { identifyProcess } from '@archon/testbed/process-identity';
import { ClusterCommand, patiently } from './testing/cluster-command.ts';

const asRoot = process.getuid?.() === 0 && process.env.ARCHON_PRIVATE_NETWORK === '1';

describe('npm run cluster -- up, when something goes wrong', () => {
  it.each([
    ['SIGINT', 'starting etcd', 130],
    ['SIGHUP', 'starting nodes', 129],
  ] as const)('should leave nothing on %s while it says "%s"', async (signal, text, code) => {
    const command = new ClusterCommand();
    const up = command.start('up');
    await up.says(text);
    process.kill(up.pid, signal);
    const { stderr, ...result } = await up.ended;
    expect({ ...result, left: [command.processes, command.files] }).toEqual({ code, stdout: '', left: [[], []] });
    expect(stderr).toContain(`Interrupted by ${signal}: nothing of "default" is left running.`);
  });

  it('should leave nothing when it is killed', async () => {
    const command = new ClusterCommand();
    const up = command.start('up');
    await up.says('starting nodes');
    up.child.kill('SIGKILL');
    await up.ended;
    await vi.waitFor(() => expect([command.processes, command.files]).toEqual([[], []]), patiently);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('should end a build with it, on %s', async (signal) => {
    const go = join(pathWith('go', 'case $1 in env) exec /bin/echo "{}";; esac\n/bin/sleep 321 & wait'), 'go');
    const command = new ClusterCommand({ without: ['registry'], env: { PATH: join(go, '..') } });
    const up = command.start('up');
    await up.says('building the OCI registry');
    await vi.waitFor(() => expect(sleeping()).toBe(true), patiently);
    process.kill(up.pid, signal);
    const { stderr } = await up.ended;
    expect(stderr).toContain('To be built once, from the sources pinned in packages/testbed/src/go.mod: registry.');
    await vi.waitFor(() => expect([command.processes, command.files, sleeping()]).toEqual([[], [], false]), patiently);
  });

  it('should say that Go is missing', async () => {
    const command = new ClusterCommand({ without: ['registry'], env: { PATH: pathWith('nothing', '') } });
    const { code, stdout, stderr } = await command.run('up');
    expect({ code, stdout, files: command.files }).toEqual({ code: 1, stdout: '', files: [] });
    expect(stderr).toMatch(/go is missing: the OCI registry is needed[\s\S]*Install Go 1\.\d+/);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it('should name who has a port, before it starts anything', async () => {
    const port = await listeningPort();
    const { code, stderr } = await new ClusterCommand().run('up', '--port', String(port));
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^--port ${port}: the port is used by \\S.* \\(pid ${process.pid}\\)`));
    expect(stderr).not.toContain('starting');
  });

  it('should show the log of a part whose port is taken meanwhile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'archon-cluster-'));
    const starting = startCluster({ folder, ports: { etcd: await listeningPort() } });
    await expect(starting).rejects.toThrow(/etcd ended by itself[\s\S]*address already in use/);
    expect(existsSync(folder)).toBe(false);
  });

  it('should leave alone who has the pid of a cluster that is gone', async () => {
    const command = new ClusterCommand();
    const folder = join(command.cache, 'clusters/default');
    const supervisor = { ...identifyProcess(process.pid)!, start: '1' };
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'state.json'), JSON.stringify({ name: 'default', supervisor, processes: [supervisor] }));
    const status = await command.run('status');
    expect(status).toMatchObject({ code: 1, stdout: expect.stringContaining('default  has ended') });
    const up = command.start('up');
    await up.says(`pid ${process.pid} is another process now: removing its files`);
    up.child.kill('SIGINT');
    expect((await up.ended).code).toBe(130);
    expect(command.files).toEqual([]);
  });

  it.runIf(asRoot)('should refuse a disk without room, with figures', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'archon-disk-'));
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=50m', 'tmpfs', disk]);
    onTestFinished(() => {
      execFileSync('/bin/umount', [disk]);
      rmSync(disk, { recursive: true });
    });
    const command = new ClusterCommand({ cache: mkdtempSync(join(disk, 'cache-')) });
    const { code, stderr } = await command.run('up');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^There is not enough disk space to start a cluster: \d+ MB are needed, 4\d MB are free\.\n.*the cluster, in/,
    );
  });
});

/** A folder to be the whole PATH, with one program in it. */
function pathWith(name: string, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'archon-path-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return folder;
}

function sleeping(): boolean {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).includes('/bin/sleep 321');
}

/** A port that this process listens on until the test ends. */
async function listeningPort(): Promise<number> {
  const [port] = await freePorts(1);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return port!;
}
