import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    hub = await startHub({
      models: { [id]: folders[0]!, 'some-org/new': folders[1]!, [small]: folders[0]!, gpt2: folders[0]! },
    });
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

  it('should answer lines of a batch as single plans, and ask once for a model', async () => {
    const lines = [
      { gpu: 'l4', model: id },
      { gpu: 'l4', model: `https://huggingface.co/${small}` },
      { gpu: 'l4', model: id, options: { maxModelLen: 4096 } },
      { gpu: 'l4', model: 'some-org/absent' },
      { gpu: 'no-gpu', model: 'some-org/other' },
      { gpu: 'l4', model: small },
      { gpu: 'l4', model: small, release: null },
    ];
    const file = join(scratch, 'questions.jsonl');
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    const before = hub.requests.length;
    const { code, out } = await plan('--batch', file);
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const asked = hub.requests.slice(before);
    expect(code).toBe(0);
    expect(answers.map(({ fits }) => fits)).toEqual([true, true, true, null, null, true, true]);
    expect(answers[3]!.reasons).toEqual([
      expect.stringContaining('model: The Hub has no public model some-org/absent'),
    ]);
    expect(answers[0]!.assumptions).toContainEqual(expect.stringContaining('Read from the Hub'));
    expect(answers[5]!.assumptions).toContainEqual(expect.stringContaining('vLLM 0.33.0:'));
    expect(answers[6]!.assumptions).toContainEqual(expect.stringContaining('The release is unknown'));
    expect(asked.filter((request) => request.includes('some-org/other'))).toEqual([]);
    expect(asked.filter((request) => request.includes(`/api/models/${id}/`))).toHaveLength(1);
  });

  it('should ask no more after the Hub did not answer', async () => {
    const gone = await startHub({ models: {} });
    await gone.close();
    vi.stubEnv('HF_ENDPOINT', gone.url);
    const file = join(scratch, 'gone.jsonl');
    writeFileSync(file, ['a/b', 'c/d', small].map((model) => JSON.stringify({ gpu: 'l4', model })).join('\n'));
    const { out } = await plan('--batch', file);
    const reasons = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { reasons: string[] }).reasons[0]);
    expect(reasons[0]).toContain('cannot be read: the connection is refused');
    expect(reasons[1]).toBe(reasons[0]);
    expect(reasons[2]).toContain('KV cache');
  });

  it('should read a model that has no organisation', async () => {
    const { code, out } = await plan('--gpu', 'l4', '--model', 'gpt2');
    expect([code, out]).toEqual([0, expect.stringMatching(/^fits {2}gpt2 fits on NVIDIA L4/)]);
  });

  it('should add it to the catalog with its source, and nothing that it does not understand', async () => {
    const out = join(scratch, 'catalog');
    const added = await runArchon('catalog', 'add-model', id, '--out', out);
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining('0.03 GiB, measured') as string });
    const entry = JSON.parse(readFileSync(join(out, 'some-org--some-model.json'), 'utf8')) as { sources: string[] };
    expect(entry).toMatchObject({ id, weights: { bytes: 30_000_000 }, geometry: { layers: 28 } });
    expect(entry.sources[0]).toContain(`${hub.url}/${id}, revision `);
    const unread = await runArchon('catalog', 'add-model', 'some-org/new', '--out', out);
    expect(unread).toMatchObject({ code: 1, err: expect.stringContaining('NewForCausalLM is unknown') as string });
    const absent = await runArchon('catalog', 'add-model', 'some-org/absent', '--out', out);
    expect(absent).toMatchObject({ code: 1, err: expect.stringContaining('it answers 404') as string });
    expect(readdirSync(out)).toEqual(['some-org--some-model.json']);
  });

  it('should answer again without the Hub', async () => {
    await plan('--gpu', 'l4', '--model', id);
    vi.stubEnv('HF_HUB_OFFLINE', '1');
    const { code, out } = await plan('--gpu', 'l4', '--model', id);
    expect(code).toBe(0);
    expect(out).toContain('HF_HUB_OFFLINE is set: as last read from the Hub: some-org/some-model');
  });

  it('should be read from the hub that archon web names, whatever HF_ENDPOINT says', async () => {
    vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9');
    const out = join(scratch, 'page.html');
    const page = await runArchon('web', '--hub', hub.url, '--model', id, '--out', out);
    expect(page.code, page.err).toBe(0);
    expect(page.out).toContain(`#model=${id}`);
    expect(readFileSync(out, 'utf8')).toContain(`<meta name="archon-hub" content="${hub.url}"`);
  });
});
