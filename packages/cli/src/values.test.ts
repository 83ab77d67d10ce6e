import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseYamlFile, valueAt, workspaceRoot } from '@archon/values';
import { afterAll, describe, expect, it } from 'vitest';
import { gibOf, presets } from '@archon/presets';
import { gpus } from '@archon/sizing/gpus';
import { runArchon } from './testing/run-archon.ts';

const scratch = mkdtempSync(join(tmpdir(), 'archon-values-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const fixtures = join(workspaceRoot, 'packages/sizing/src/model-config/fixtures');
const values = (...args: string[]) => runArchon('values', ...args);
const parsed = (text: string): unknown => parseYamlFile('values', text).value;

/** What archon validate and archon plan say of a printed file. */
async function replanned(gpu: string, text: string): Promise<number[]> {
  const file = join(scratch, `${gpu}.yaml`);
  writeFileSync(file, text);
  const runs = [await runArchon('validate', file), await runArchon('plan', '--gpu', gpu, '-f', file)];
  return runs.map(({ code }) => code);
}

describe('archon values', () => {
  it('should print values that validate and fit, for every GPU that holds a model', async () => {
    const printed: string[] = [];
    for (const { id } of gpus) {
      const { code, out, err } = await values('--gpu', id);
      expect([0, 2], `${id}: ${err}`).toContain(code);
      if (code === 2) {
        expect(out).toBe('');
        expect(err).toContain(`archon plan --gpu ${id}`);
        continue;
      }
      printed.push(id);
      expect([id, ...(await replanned(id, out))]).toEqual([id, 0, 0]);
      for (const key of ['preset:', 'maxModelLen:', 'gpuMemoryUtilization:', 'maxNumSeqs:', 'GiB'])
        expect(out).toContain(key);
    }
    for (const id of ['rtx-5070-ti', 'rtx-4060', 'rtx-4090', 'l4', 't4', 'v100-16gb', 'h100-sxm', 'b200'])
      expect(printed).toContain(id);
  });

  it('should name a MIG slice as the device plugin does', async () => {
    const { code, out } = await values('--gpu', 'h100-sxm-mig-1g.10gb', '--model', 'Qwen/Qwen3-0.6B');
    expect(code).toBe(0);
    expect(out).toMatch(/product: h100-sxm\n.*\n {2}resourceName: nvidia\.com\/mig-1g\.10gb\n/);
  });

  it('should give the context that was asked for, to every user', async () => {
    const { code, out } = await values(
      '--gpu',
      'l4',
      '--model',
      'openai/gpt-oss-20b',
      '--context',
      '16384',
      '--users',
      '3',
    );
    expect(code).toBe(0);
    expect(valueAt(parsed(out), ['engine', 'maxModelLen'])).toBe(16_384);
    expect(out.replaceAll(/\n *# /g, ' ')).toContain('3 concurrent requests fit.');
    const file = join(scratch, 'users.yaml');
    writeFileSync(file, out);
    const { out: planned } = await runArchon('plan', '--gpu', 'l4', '-f', file, '--json');
    const { kvCacheGiBLow, marginGiB } = JSON.parse(planned) as { kvCacheGiBLow: number; marginGiB: number };
    expect(kvCacheGiBLow).toBeGreaterThanOrEqual(3 * (kvCacheGiBLow - marginGiB));
  });

  it('should use the GPU’s preset where it serves the same model, else none', async () => {
    const matching = await values('--gpu', 'rtx-5070-ti');
    expect(valueAt(parsed(matching.out), ['preset'])).toBe('nvidia-16gb');
    const other = await values('--gpu', 'rtx-5070-ti', '--model', 'Qwen/Qwen3-8B-AWQ');
    expect(parsed(other.out)).toMatchObject({
      preset: '',
      model: { id: 'Qwen/Qwen3-8B-AWQ' },
      persistence: { size: expect.stringMatching(/^\d+Gi$/) as string },
      startup: { timeoutSeconds: expect.any(Number) as number },
      resources: { limits: { memory: expect.stringMatching(/^\d+Gi$/) as string } },
    });
  });

  it('should take parsers from the catalog', async () => {
    const { out } = await values('--gpu', 'l4', '--model', 'openai/gpt-oss-20b');
    expect(parsed(out)).toMatchObject({ engine: { enableAutoToolChoice: true, toolCallParser: 'openai' } });
  });

  it('should name an older image where the GPU needs one', async () => {
    const { out } = await values('--gpu', 'v100-16gb');
    expect(parsed(out)).toMatchObject({
      image: { tag: expect.stringMatching(/^v0\./) as string },
      podSecurityContext: { runAsNonRoot: false, runAsUser: 0 },
    });
  });

  it('should keep the values of -f and --set, and choose the rest', async () => {
    const mine = join(scratch, 'mine.yaml');
    writeFileSync(mine, 'engine: { maxNumSeqs: 6 }\nresources: { limits: { cpu: 8 } }\ningress: { enabled: false }\n');
    const args = ['-f', mine, '--set', 'engine.kvCacheDtype=fp8', '--set', 'service.port=9000'];
    const { code, out } = await values('--gpu', 'l4', '--model', 'Qwen/Qwen3-8B-AWQ', ...args);
    expect(code).toBe(0);
    expect(parsed(out)).toMatchObject({
      engine: { maxNumSeqs: 6, kvCacheDtype: 'fp8', maxModelLen: expect.any(Number) as number },
      resources: { limits: { cpu: 8, memory: expect.stringMatching(/Gi$/) as string } },
      service: { port: 9000 },
      ingress: { enabled: false },
    });
    expect(await replanned('l4', out)).toEqual([0, 0]);
    expect(out.replaceAll(/\n# /g, ' ')).toContain('--set engine.kvCacheDtype=fp8 --set service.port=9000');
  });

  it('should leave room for the adapters that the values list', async () => {
    const mine = join(scratch, 'adapters.yaml');
    const adapters = ['a', 'b', 'c', 'd'].map((name) => `{ name: ${name}, repo: org/${name}, rank: 64 }`);
    writeFileSync(mine, `lora: { adapters: [${adapters.join(', ')}] }\n`);
    const args = ['--gpu', 'rtx-4060-ti-16gb', '--model', 'Qwen/Qwen2.5-Coder-14B-Instruct-AWQ'];
    const context = (text: string) => valueAt(parsed(text) as Record<string, unknown>, ['engine', 'maxModelLen']);
    const [alone, adapted] = [await values(...args), await values(...args, '-f', mine)];
    expect(context(adapted.out)).toBeLessThan(context(alone.out) as number);
    expect(await replanned('rtx-4060-ti-16gb', adapted.out)).toEqual([0, 0]);
  });

  it('should print values for several GPUs, and for a release', async () => {
    const { code, out } = await values(
      '--gpu',
      'l4',
      '--gpu-count',
      '2',
      '--model',
      'Qwen/Qwen3-14B',
      '--release',
      '0.28.0',
    );
    expect(code).toBe(0);
    expect(parsed(out)).toMatchObject({
      preset: '',
      gpu: { product: 'l4', count: 2 },
      engine: { tensorParallelSize: 2 },
      image: { tag: 'v0.28.0' },
    });
    expect(await replanned('l4', out)).toEqual([0, 0]);
  });

  it('should say of which model a reason is, where none was named', async () => {
    const { code, err } = await values('--gpu', 'l4', '--gpu-count', '3');
    expect([code, err]).toEqual([2, expect.stringMatching(/Of the smallest, Qwen\/\S+: 14 attention\s+heads cannot/)]);
  });

  it('should ask for no smaller volume than the preset for the GPU', async () => {
    const sizeOf = ({ out }: { out: string }) => String(valueAt(parsed(out), ['persistence', 'size']));
    const other = await values('--gpu', 'rtx-5070-ti', '--model', 'Qwen/Qwen3-0.6B');
    const preset = presets.find(({ name }) => name === 'nvidia-16gb')!;
    expect(gibOf(sizeOf(other))).toBeGreaterThanOrEqual(gibOf(preset.hardware.persistence!.size!));
  });

  it('should take the parsers of the family for a build of it, else say that tool calls are off', async () => {
    const folder = join(scratch, 'Qwen3-8B-some-build');
    cpSync(join(fixtures, 'qwen3-8b-awq'), folder, { recursive: true });
    const args = ['--gpu', 'l4', '--model-config', folder, '--set'];
    const built = await values(...args, 'model.id=some-org/Qwen3-8B-some-build');
    expect(parsed(built.out)).toMatchObject({
      model: { id: 'some-org/Qwen3-8B-some-build' },
      engine: { toolCallParser: 'hermes', reasoningParser: 'qwen3' },
    });
    expect(built.out).toContain('as in vLLM’s recipe for Qwen/Qwen3-8B');
    const other = await values(...args, 'model.id=some-org/other');
    expect([other.code, other.out.includes('Tool calls are off')]).toEqual([0, true]);
  });

  it('should print values, text and answer as JSON', async () => {
    const { out } = await values('--gpu', 'l4', '--json');
    const {
      ok,
      text,
      values: read,
      answer,
    } = JSON.parse(out) as { ok: true; text: string; values: object; answer: object };
    expect([ok, read]).toEqual([true, parsed(text)]);
    expect(answer).toMatchObject({ fits: true });
  });

  it('should exit 2 with what to do where nothing fits', async () => {
    const { code, out, err } = await values('--gpu', 'rtx-3060-12gb', '--model', 'Qwen/Qwen3-32B');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('Instead');
    expect(err).toContain('archon plan --model Qwen/Qwen3-32B');
    const json = await values('--gpu', 'rtx-3060-12gb', '--model', 'Qwen/Qwen3-32B', '--json');
    expect([json.code, JSON.parse(json.out)]).toEqual([2, expect.objectContaining({ ok: false })]);
  });

  it.each([
    ['no GPU', [], 'set --gpu'],
    ['an unknown GPU', ['--gpu', 'rtx-5070-tj'], 'Did you mean rtx-5070-ti'],
    ['an unknown model', ['--gpu', 'l4', '--model', 'openai/gpt-os-20b'], 'Did you mean openai/gpt-oss-20b'],
    ['no count', ['--gpu', 'l4', '--gpu-count', 'x'], '--gpu-count must be a positive integer'],
    ['an unknown release', ['--gpu', 'l4', '--release', '9.9.9'], 'is not a vLLM release'],
    ['a misspelt value', ['--gpu', 'l4', '--set', 'engine.maxNumSeq=1'], 'Did you mean "maxNumSeqs"?'],
    ['two GPUs', ['--gpu', 'l4', '--set', 'gpu.product=t4'], '--gpu says l4, but gpu.product is t4'],
    [
      'two contexts',
      ['--gpu', 'l4', '--context', '4096', '--set', 'engine.maxModelLen=8192'],
      'Leave one of the two out.',
    ],
    [
      'a configuration without a name',
      ['--gpu', 'l4', '--model-config', join(fixtures, 'qwen3-8b-awq')],
      '--set model.id=',
    ],
    ['no context', ['--gpu', 'l4', '--context', '8k'], '--context must be a positive integer'],
    ['no users', ['--gpu', 'l4', '--users', '0'], '--users must be a positive integer'],
    [
      'more than the model has',
      ['--gpu', 'l4', '--model', 'Qwen/Qwen3-8B-AWQ', '--context', '999999'],
      'positions, not 999,999',
    ],
  ])('should exit 1 for %s', async (_, args, message) => {
    const { code, out, err } = await values(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
  });
});
