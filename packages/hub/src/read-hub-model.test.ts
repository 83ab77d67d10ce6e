import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, startHub } from '@archon/engine/hub';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HubSettings } from './hub-settings.ts';
import { readHubModel } from './read-hub-model.ts';
import { safetensors, smallConfig, writeCheckpoint } from './testing/checkpoint-folder.ts';

const id = 'some-org/some-model';
const sharded = 'some-org/sharded';
const scratch = mkdtempSync(join(tmpdir(), 'archon-read-hub-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('readHubModel, with the hub of the project', () => {
  let hub: Hub;
  let cache: string;
  const folder = join(scratch, 'model');
  beforeAll(async () => {
    writeCheckpoint(folder, {
      'config.json': smallConfig,
      'model.safetensors': safetensors({ 'model.embed_tokens.weight': 3000, 'lm_head.weight': 5000 }),
    });
    const layers = Object.fromEntries([...Array(4000).keys()].map((n) => [`model.layers.0.experts.${n}.weight`, 2]));
    writeCheckpoint(join(scratch, 'sharded'), {
      'config.json': smallConfig,
      'hf_quant_config.json': { producer: { name: 'modelopt' }, quantization: { quant_algo: 'NVFP4', group_size: 16 } },
      'model.safetensors.index.json': { weight_map: { a: 'model-1.safetensors', b: 'model-2.safetensors' } },
      'model-1.safetensors': safetensors(layers),
      'model-2.safetensors': safetensors({ 'model.norm.weight': 128 }),
    });
    hub = await startHub({ models: { [id]: folder, [sharded]: join(scratch, 'sharded') } });
  });
  afterAll(() => hub.close());
  const settings = (more: Partial<HubSettings> = {}): HubSettings => {
    cache = mkdtempSync(join(scratch, 'cache-'));
    return { endpoint: hub.url, offline: false, cache, timeoutSeconds: 5, ...more };
  };

  it('should read configuration and weights, and say where', async () => {
    const { model, commit, fromCache } = await readHubModel({ id }, settings());
    expect(model).toMatchObject({
      id,
      architecture: 'Qwen2ForCausalLM',
      weights: { bytes: 8000, basis: 'measured' },
      geometry: { layers: 2, kvHeads: 2 },
    });
    expect(model.sources[0]).toContain(`${hub.url}/${id}, revision ${commit}`);
    expect([commit, fromCache]).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/), undefined]);
  });

  it('should read shards whose header is long, and a quantization of its own file', async () => {
    const { model } = await readHubModel({ id: sharded }, settings());
    expect(model.weights).toMatchObject({ bytes: 8128, basis: 'measured' });
    expect(model.quantization).toMatchObject({ bits: 4 });
    const ranges = hub.requests.filter((request) => request.endsWith('/model-1.safetensors'));
    expect(ranges).toHaveLength(2);
  });

  it('should ask only for the commit of what it has', async () => {
    const kept = settings();
    await readHubModel({ id }, kept);
    const before = hub.requests.length;
    await readHubModel({ id }, kept);
    expect(hub.requests.slice(before)).toEqual([`GET /api/models/${id}/revision/main?blobs=true`]);
  });

  it('should ask for nothing when the revision is a commit that it has', async () => {
    const kept = settings();
    const { commit } = await readHubModel({ id }, kept);
    const before = hub.requests.length;
    expect((await readHubModel({ id, revision: commit }, kept)).commit).toBe(commit);
    expect(hub.requests.length).toBe(before);
  });

  it('should answer offline from the cache, and say so', async () => {
    const kept = settings();
    await readHubModel({ id }, kept);
    const read = await readHubModel({ id }, { ...kept, offline: true });
    expect(read).toMatchObject({ fromCache: 'offline', model: { weights: { bytes: 8000 } } });
    const unreachable = await readHubModel({ id }, { ...kept, endpoint: hub.url, timeoutSeconds: 5 });
    expect(unreachable.fromCache).toBeUndefined();
  });

  it('should say that it is offline, when the cache does not have it', async () => {
    await expect(readHubModel({ id }, settings({ offline: true }))).rejects.toThrow(
      `${id} is not in the cache, and HF_HUB_OFFLINE is set: the Hub is not asked.`,
    );
  });

  it.each([
    [{ id: 'some-org/absent' }, 'The Hub has no public model some-org/absent: it answers 404.'],
    [{ id, revision: 'v9' }, `${id} has no revision v9.`],
  ])('should say what is absent: %o', async (name, message) => {
    await expect(readHubModel(name, settings())).rejects.toThrow(message);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('should read again what is broken in the cache', async () => {
    const kept = settings();
    await readHubModel({ id }, kept);
    for (const file of readdirSync(cache, { recursive: true, encoding: 'utf8' }))
      if (file.endsWith('.json')) truncateSync(join(cache, file), 10);
    expect((await readHubModel({ id }, kept)).model.weights?.bytes).toBe(8000);
  });

  it('should keep it for the user alone: a private model has private files', async () => {
    await readHubModel({ id }, settings());
    const modes = readdirSync(cache, { recursive: true, encoding: 'utf8' }).map((name) => {
      const { mode } = statSync(join(cache, name));
      return name.endsWith('.json') ? mode & 0o777 : mode & 0o077;
    });
    expect(new Set(modes)).toEqual(new Set([0o600, 0]));
  });

  it('should do without a cache that cannot be written', async () => {
    const file = join(scratch, 'model', 'config.json');
    expect(statSync(file).isFile()).toBe(true);
    expect((await readHubModel({ id }, settings({ cache: file }))).model.weights?.bytes).toBe(8000);
  });

  describe('after the hub is gone', () => {
    afterEach(() => hub.close());
    it('should answer from the cache, and say so', async () => {
      const gone = await startHub({ models: { [id]: folder } });
      const kept = settings({ endpoint: gone.url });
      await readHubModel({ id }, kept);
      await gone.close();
      expect(await readHubModel({ id }, kept)).toMatchObject({ fromCache: 'unreachable' });
      await expect(readHubModel({ id: sharded }, kept)).rejects.toThrow('the connection is refused');
    });
  });
});
