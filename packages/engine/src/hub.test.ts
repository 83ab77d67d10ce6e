import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hub, startHub } from './hub.ts';

const id = 'some-org/some-model';
const weights = 'x'.repeat(3000);

describe('The hub', () => {
  let folder: string;
  let hub: Hub;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'archon-hub-'));
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'config.json'), '{}');
    writeFileSync(join(folder, 'sub/weights'), weights);
    hub = await startHub({ models: { [id]: folder, single: folder } });
  });
  afterAll(async () => {
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (path: string, init?: RequestInit) => fetch(`${hub.url}${path}`, init);
  const codeOf = async (path: string) => {
    const { status, headers } = await ask(path);
    return [status, headers.get('X-Error-Code')];
  };

  it.each([`/api/models/${id}`, `/api/models/${id}/revision/main`, '/api/models/single'])(
    'should list what a model consists of: %s',
    async (path) => {
      const { sha, siblings } = (await (await ask(path)).json()) as { sha: string; siblings: object[] };
      expect(sha).toMatch(/^[0-9a-f]{40}$/);
      expect(siblings).toEqual([
        { rfilename: 'config.json', size: 2 },
        { rfilename: 'sub/weights', size: 3000 },
      ]);
    },
  );

  it('should list files with their sizes', async () => {
    const tree = await (await ask(`/api/models/${id}/tree/main?recursive=true`)).json();
    expect(tree).toMatchObject([
      { type: 'file', path: 'config.json', size: 2 },
      { type: 'file', path: 'sub/weights', size: 3000 },
    ]);
  });

  it('should describe and send a file', async () => {
    const path = `/${id}/resolve/main/sub/weights`;
    const { headers } = await ask(path, { method: 'HEAD' });
    expect(headers.get('Content-Length')).toBe('3000');
    expect(headers.get('ETag')).toMatch(/^"[0-9a-f]{64}"$/);
    expect(headers.get('X-Repo-Commit')).toMatch(/^[0-9a-f]{40}$/);
    expect(await (await ask(path)).text()).toBe(weights);
  });

  it.each([
    ['bytes=2990-', 206, 'bytes 2990-2999/3000', 10],
    ['bytes=0-9', 206, 'bytes 0-9/3000', 10],
    ['bytes=3000-', 416, 'bytes */3000', 0],
  ])('should continue a download: %s', async (range, status, contentRange, length) => {
    const response = await ask(`/${id}/resolve/main/sub/weights`, { headers: { Range: range } });
    expect([response.status, response.headers.get('Content-Range')]).toEqual([status, contentRange]);
    expect((await response.text()).length).toBe(length);
  });

  it('should accept any commit as a revision, so that a pinned one is served', async () => {
    const pinned = 'a'.repeat(40);
    const { status, headers } = await ask(`/${id}/resolve/${pinned}/config.json`, { method: 'HEAD' });
    expect([status, headers.get('X-Repo-Commit')]).toEqual([200, pinned]);
  });

  it.each([
    ['/api/models/some-org/other', 'RepoNotFound'],
    ['/some-org/other/resolve/main/config.json', 'RepoNotFound'],
    [`/api/models/${id}/revision/v1`, 'RevisionNotFound'],
    [`/${id}/resolve/main/absent.json`, 'EntryNotFound'],
    [`/${id}/resolve/main/..%2F..%2Fetc%2Fpasswd`, 'EntryNotFound'],
  ])('should report what is missing: %s', async (path, code) => {
    expect(await codeOf(path)).toEqual([404, code]);
  });

  it('should refuse an invalid address', async () => {
    expect((await ask('/api/models/%E0%A4%A')).status).toBe(400);
  });

  it('should be as slow as requested', async () => {
    const slow = await startHub({ models: { [id]: folder }, bytesPerSecond: 10_000 });
    const start = performance.now();
    await (await fetch(`${slow.url}/${id}/resolve/main/sub/weights`)).text();
    expect(performance.now() - start).toBeGreaterThan(290);
    await slow.close();
  });

  it('should refuse a folder without a model', async () => {
    await expect(startHub({ models: { [id]: join(folder, 'sub') } })).rejects.toThrow('it has no config.json');
  });
});
