import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, startHub } from '@archon/engine/hub';
import { findModel } from '@archon/sizing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runArchon } from './testing/run-archon.ts';

const id = 'some-org/some-model';
const small = 'Qwen/Qwen3-0.6B';
const config = {
  architectures: ['Qwen3ForCausalLM'],
  model_type: 'qwen3',
  hidden_size: 1024,
  intermediate_size: 3072,
  num_hidden_layers: 28,
  num_attention_heads: 16,
  num_key_value_heads: 8,
  head_dim: 128,
  vocab_size: 151936,
  max_position_embeddings: 40960,
  tie_word_embeddings: true,
  torch_dtype: 'bfloat16',
};

/** A safetensors file of one tensor, whose data is a hole. */
function writeWeights(file: string, bytes: number): void {
  const header = Buffer.from(JSON.stringify({ weight: { dtype: 'BF16', shape: [1], data_offsets: [0, bytes] } }));
  const start = Buffer.alloc(8 + header.length);
  start.writeBigUInt64LE(BigInt(header.length));
  header.copy(start, 8);
  writeFileSync(file, start);
  // the size is what counts
  writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' });
}

describe('archon plan, with a model of the Hub', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'archon-plan-hub-'));
  let hub: Hub;
  beforeAll(async () => {
    const folders = [config, { ...config, architectures: ['NewForCausalLM'] }].map((content, at) => {
      const folder = join(scratch, `model-${at}`);
      mkdirSync(folder);
      writeFileSync(join(folder, 'config.json'), JSON.stringify(content));
      writeWeights(join(folder, 'model.safetensors'), 30_000_000);
      return folder;
    });
    hub = await startHub({ models: { [id]: folders[0]!, 'some-org/new': folders[1]!, [small]: folders[0]! } });
  });
  beforeEach(() => {
    vi.stubEnv('HF_ENDPOINT', hub.url);
    vi.stubEnv('HF_HUB_OFFLINE', '0');
    vi.stubEnv('ARCHON_CACHE_DIR', mkdtempSync(join(scratch, 'cache-')));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await hub.close();
    rmSync(scratch, { recursive: true, force: true });
  });
  const plan = (...args: string[]) => runArchon('plan', ...args);

  it('should plan it as if the catalog had it, and say where it was read', async () => {
    const { code, out } = await plan('--gpu', 'l4', '--model', id);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^fits {2}${id} fits on NVIDIA L4`));
    expect(out).toMatch(/Read from the Hub: some-org\/some-model, revision [0-9a-f]{12}\./);
  });

  it('should print what it read as JSON', async () => {
    const { out } = await plan('--gpu', 'l4', '--model', `${hub.url}/${id}`, '--json');
    expect(JSON.parse(out)).toMatchObject({
      fits: true,
      source: { hub: hub.url, id, revision: expect.stringMatching(/^[0-9a-f]{40}$/) as string },
      question: { model: { id, weights: { bytes: 30_000_000, basis: 'measured' } } },
    });
  });

  it('should take an entry of the catalog, and the Hub where a revision is named', async () => {
    const before = hub.requests.length;
    const { out } = await plan('--gpu', 'l4', '--model', `https://huggingface.co/${small}`, '--json');
    expect(JSON.parse(out)).toMatchObject({ question: { model: small } });
    expect(hub.requests.length).toBe(before);
    const named = await plan('--gpu', 'l4', '--model', `https://huggingface.co/${small}/tree/main`, '--json');
    const { question } = JSON.parse(named.out) as { question: { model: { weights: { bytes: number } } } };
    expect(question.model.weights.bytes).not.toBe(findModel(small)!.weights!.bytes);
  });

  it('should plan values that serve it, at their revision', async () => {
    const values = join(scratch, 'values.yaml');
    const commit = 'd'.repeat(40);
    writeFileSync(values, `preset: ""\nmodel: { id: ${id}, revision: ${commit} }\nengine: { maxModelLen: 8192 }\n`);
    const { code, out } = await plan('--gpu', 'l4', '-f', values, '--json');
    expect([code, (JSON.parse(out) as { source: object }).source]).toEqual([
      0,
      expect.objectContaining({ id, revision: commit }),
    ]);
  });

  it('should print values for it, at the revision that was read', async () => {
    const { code, out } = await runArchon('values', '--gpu', 'l4', '--model', id);
    expect(code).toBe(0);
    expect(out).toMatch(/# Read from the Hub: some-org\/some-model, revision/);
    expect(out).toMatch(/revision: "[0-9a-f]{40}"\n/);
    expect(out).toContain('Tool calls are off');
  });

  it('should rank GPUs for it', async () => {
    const { code, out } = await plan('--model', id);
    expect(code).toBe(0);
    expect(out).toContain('Read from the Hub');
    expect(out).toContain('rtx-4090');
  });

  it('should answer unknown, with the name, where it does not understand the model', async () => {
    const { code, out } = await plan('--gpu', 'l4', '--model', 'some-org/new');
    expect(code).toBe(3);
    expect(out).toContain('The architecture NewForCausalLM is unknown');
    expect(out).toContain('KV cache');
  });

  it('should say what the Hub does not have, and what else there is', async () => {
    const { code, out, err } = await plan('--gpu', 'l4', '--model', 'Qwen/Qwen3-0.66B');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('--model\n  The Hub has no public model Qwen/Qwen3-0.66B: it answers 404.');
    expect(err).toContain('Did you mean Qwen/Qwen3-0.6B');
    expect(err).toContain('--model-config');
  });

  it('should answer again without the Hub', async () => {
    await plan('--gpu', 'l4', '--model', id);
    vi.stubEnv('HF_HUB_OFFLINE', '1');
    const { code, out } = await plan('--gpu', 'l4', '--model', id);
    expect(code).toBe(0);
    expect(out).toContain('HF_HUB_OFFLINE is set: as last read from the Hub: some-org/some-model');
  });
});
