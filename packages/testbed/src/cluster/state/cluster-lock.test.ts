import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockCluster, lockFile, lockHolder } from './cluster-lock.ts';
import { clustersFolder } from './cluster-state.ts';

beforeEach(() => vi.stubEnv('ARCHON_CACHE_DIR', mkdtempSync(join(tmpdir(), 'archon-lock-'))));
afterEach(() => {
  rmSync(join(clustersFolder(), '..'), { recursive: true });
  vi.unstubAllEnvs();
});

const noWait = { onWait: () => expect.unreachable('it should not wait') };

describe('lockCluster', () => {
  it('should wait for the process that holds the lock of that name, and name it', async () => {
    const lock = await lockCluster('a', noWait);
    (await lockCluster('b', noWait)).release();
    const onWait = vi.fn(() => lock.release());
    (await lockCluster('a', { onWait })).release();
    expect(onWait.mock.calls).toEqual([[process.pid]]);
    expect(existsSync(lockFile('a'))).toBe(false);
  });

  it('should take a lock that nobody holds any more', async () => {
    await lockCluster('a', noWait);
    writeFileSync(lockFile('a'), JSON.stringify([{ pid: process.pid, start: 'earlier' }]));
    expect(lockHolder('a')).toBeUndefined();
    await lockCluster('a', noWait);
    expect(lockHolder('a')).toBe(process.pid);
  });

  it('should be held as long as one of those who share it lives', async () => {
    const lock = await lockCluster('a', noWait);
    lock.share(process.ppid);
    const [own, other] = JSON.parse(readFileSync(lockFile('a'), 'utf8')) as object[];
    writeFileSync(lockFile('a'), JSON.stringify([{ ...own, start: 'earlier' }, other]));
    expect(lockHolder('a')).toBe(process.ppid);
  });

  it('should stop waiting when it is told to', async () => {
    await lockCluster('a', noWait);
    const controller = new AbortController();
    const onWait = () => controller.abort(new Error('interrupted'));
    await expect(lockCluster('a', { onWait, signal: controller.signal })).rejects.toThrow('interrupted');
  });
});
