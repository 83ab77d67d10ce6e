import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveEngine } from '@archon/engine/install-engine';
import { type Hub, startHub } from '@archon/engine/hub';
import { workspaceRoot } from '@archon/values';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = join(workspaceRoot, 'charts/archon-vllm/files/scripts/download.py');
const commit = 'c'.repeat(40);
const megabyte = 1 << 20;

describe('The init container that downloads, with the huggingface_hub of vLLM', () => {
  let folder: string;
  let hub: Hub;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'archon-download-'));
    mkdirSync(join(folder, 'model'));
    writeFileSync(join(folder, 'model/config.json'), '{}');
    writeFileSync(join(folder, 'model/model.safetensors'), randomBytes(8 * megabyte));
    writeFileSync(join(folder, 'model/pytorch_model.bin'), randomBytes(megabyte));
  });
  afterEach(async () => {
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const serve = async (bytesPerSecond?: number): Promise<void> => {
    hub = await startHub({ models: { 'org/model': join(folder, 'model') }, ...(bytesPerSecond && { bytesPerSecond }) });
  };

  /** Runs it as the pod does; it is killed when `stop` says so. */
  const download = (
    env: Record<string, string> = {},
    stop?: () => boolean,
  ): Promise<{ code: number | null; text: string }> =>
    new Promise((resolve, reject) => {
      const child = spawn(resolveEngine().python, [script], {
        env: {
          PATH: process.env.PATH,
          HF_HOME: join(folder, 'home'),
          HF_ENDPOINT: hub.url,
          ARCHON_DOWNLOADS: `org/model@${commit}`,
          ...env,
        },
      });
      let text = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += String(part)));
      const watch = setInterval(() => stop?.() && child.kill('SIGKILL'), 50);
      child.once('error', reject).once('close', (code) => {
        clearInterval(watch);
        resolve({ code, text });
      });
    });

  const repo = () => join(folder, 'home/hub/models--org--model');
  const blobs = (): string[] => (existsSync(join(repo(), 'blobs')) ? readdirSync(join(repo(), 'blobs')) : []);
  const isWhole = (name: string): boolean => !name.endsWith('.incomplete');
  const weights = () => realpathSync(join(repo(), 'snapshots', commit, 'model.safetensors'));

  const addressOf = (file: string) => `GET /org/model/resolve/${commit}/${file}`;
  /** The files that were asked for. */
  const gets = (from = 0) =>
    hub.requests.slice(from).filter((one) => one.startsWith('GET') && one.includes('/resolve/'));

  it('should download the commit without formats that vLLM does not read, log how far it is, and check every file', async () => {
    await serve(4 * megabyte);
    const { code, text } = await download({ ARCHON_DOWNLOAD_LOG_SECONDS: '0.5' });
    expect(text).toMatch(/org\/model at c{40}: 0\.01 GB, into /);
    expect(text).toMatch(/org\/model: 0\.\d\d of 0\.01 GB, \d+ %, \d+\.\d MB\/s/);
    expect(text).toMatch(/org\/model: complete, 2 files checked\nDone in \d+ s\n$/);
    expect(code).toBe(0);
    expect(readdirSync(join(repo(), 'snapshots', commit)).toSorted()).toEqual(['config.json', 'model.safetensors']);
  });

  it('should ask for no file again that is there, and work offline then', async () => {
    await serve();
    await download();
    expect(gets()).toHaveLength(2);
    expect(await download()).toMatchObject({ code: 0, text: expect.stringContaining('complete, checked before') });
    expect(gets()).toHaveLength(2);
    expect(await download({ HF_HUB_OFFLINE: '1' })).toMatchObject({ code: 0 });
  });

  it('should download each file once for pods that start together on one volume', async () => {
    await serve(2 * megabyte);
    const pods = await Promise.all([download(), download(), download()]);
    for (const { code, text } of pods) {
      expect(text).toMatch(/org\/model: complete, /);
      expect(code).toBe(0);
    }
    expect(gets().toSorted()).toEqual(['config.json', 'model.safetensors'].map(addressOf));
    expect(blobs().every(isWhole)).toBe(true);
  });

  it('should go on for a pod that ends while another waits', async () => {
    await serve(2 * megabyte);
    let mayEnd = false;
    const first = download({}, () => mayEnd);
    await expect.poll(gets, { timeout: 60_000 }).toContain(addressOf('model.safetensors'));
    const before = hub.requests.length;
    const second = download();
    await expect.poll(() => hub.requests.length, { timeout: 60_000 }).toBeGreaterThan(before + 1);
    mayEnd = true;
    expect((await first).code).toBe(null);
    expect(await second).toMatchObject({ code: 0, text: expect.stringContaining('complete, 2 files checked') });
    expect(gets().filter((one) => one === addressOf('model.safetensors'))).toHaveLength(2);
  });

  it('should keep the files that have arrived when it is interrupted, and remove parts of files later', async () => {
    writeFileSync(join(folder, 'model/model-2.safetensors'), randomBytes(megabyte));
    await serve(megabyte);
    expect((await download({}, () => blobs().filter(isWhole).length === 2)).code).toBe(null);
    const asked = hub.requests.length;
    for (const part of blobs().filter((name) => !isWhole(name))) utimesSync(join(repo(), 'blobs', part), 0, 0);
    expect(await download()).toMatchObject({ code: 0, text: expect.stringMatching(/complete, 3 files checked/) });
    expect(gets(asked)).toEqual([addressOf('model.safetensors')]);
    expect(blobs().every(isWhole)).toBe(true);
  });

  it('should remove a damaged file and fail, and download it again the next time', async () => {
    await serve();
    await download();
    writeFileSync(weights(), randomBytes(8 * megabyte));
    expect(await download()).toMatchObject({
      code: 1,
      text: expect.stringContaining('org/model: damaged, and removed: model.safetensors.'),
    });
    expect(await download()).toMatchObject({ code: 0, text: expect.stringContaining('complete, 1 files checked') });
  });

  const writeIndex = (): void => {
    const index = { weight_map: { a: 'model.safetensors', b: 'model-2.safetensors' } };
    writeFileSync(join(folder, 'model/model.safetensors.index.json'), JSON.stringify(index));
  };

  it('should fail where files lack that the index of the weights names', async () => {
    writeIndex();
    await serve();
    expect(await download()).toMatchObject({
      code: 1,
      text: expect.stringContaining(
        'org/model: not complete, and the Hub does not give the rest: model-2.safetensors.',
      ),
    });
  });

  it('should not take an interrupted download for complete when it is offline, and complete it afterwards', async () => {
    writeIndex();
    writeFileSync(join(folder, 'model/model-2.safetensors'), randomBytes(megabyte));
    await serve(megabyte);
    expect((await download({}, () => blobs().filter(isWhole).length === 3)).code).toBe(null);
    expect(await download({ HF_HUB_OFFLINE: '1' })).toMatchObject({ code: 1 });
    expect(await download()).toMatchObject({ code: 0, text: expect.stringContaining('org/model: complete') });
  });

  it('should download the main branch where no commit is named, for vLLM to find', async () => {
    await serve();
    expect(await download({ ARCHON_DOWNLOADS: 'org/model@main' })).toMatchObject({ code: 0 });
    expect(readdirSync(join(repo(), 'refs'))).toEqual(['main']);
  });

  it('should fail before it downloads what the volume cannot hold', async () => {
    // Sparse: larger than any disk of a test, and no byte of it is asked for.
    truncateSync(join(folder, 'model/model.safetensors'), 2 ** 43);
    await serve();
    const { code, text } = await download();
    expect(code).toBe(1);
    expect(text).toMatch(/org\/model: 8796\.\d\d GB are missing, and \S+ has \d+\.\d\d GB free\. Enlarge the volume/);
    expect(hub.requests.filter((one) => one.includes('/resolve/'))).toEqual([]);
  });

  it('should say in one line why it failed', async () => {
    await serve();
    const { code, text } = await download({ ARCHON_DOWNLOADS: `org/absent@${commit}` });
    expect(code).toBe(1);
    expect(text.trim().split('\n').at(-1)).toMatch(/^org\/absent at c{40}: RepositoryNotFoundError: /);
    expect(text).not.toContain('Traceback');
  });
});
