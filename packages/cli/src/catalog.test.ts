import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '@archon/values';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createProgram } from './main.ts';

const fixtures = join(workspaceRoot, 'packages/sizing/src/model-config/fixtures');
const scratch = mkdtempSync(join(tmpdir(), 'archon-catalog-'));

afterAll(() => rmSync(scratch, { recursive: true }));
afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

async function addModel(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const printed = { log: [] as string[], error: [] as string[] };
  for (const to of ['log', 'error'] as const)
    vi.spyOn(console, to).mockImplementation((line) => void printed[to].push(String(line)));
  await (await createProgram('catalog')).parseAsync(['node', 'archon', 'catalog', 'add-model', ...args]);
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return { code, out: printed.log.join('\n'), err: printed.error.join('\n') };
}

describe('archon catalog add-model', () => {
  const mistral = join(fixtures, 'mistral-7b-v0.1');

  it('should write the entry and print what it found', async () => {
    const folder = join(scratch, 'new', 'folder');
    const { code, out } = await addModel(mistral, '--out', folder);
    expect(code).toBe(0);
    expect(out).toContain('13.49 GiB, computed');
    const entry = JSON.parse(readFileSync(join(folder, 'mistralai--Mistral-7B-v0.1.json'), 'utf8')) as object;
    expect(entry).toMatchObject({ id: 'mistralai/Mistral-7B-v0.1', licence: 'apache-2.0' });
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('should overwrite an entry only when told to', async () => {
    const folder = join(scratch, 'again');
    await addModel(mistral, '--out', folder);
    const { code, err } = await addModel(mistral, '--out', folder);
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('There is already an entry for mistralai/Mistral-7B-v0.1.'),
    ]);
    const { out } = await addModel(mistral, '--out', folder, '--force', '--json');
    expect(JSON.parse(out)).toMatchObject({ ok: true, replaced: true, model: { architecture: 'MistralForCausalLM' } });
  });

  it('should not overwrite the catalog', async () => {
    const { code, err } = await addModel(join(fixtures, 'qwen3-8b-awq'), '--id', 'Qwen/Qwen3-8B-AWQ');
    expect([code, err]).toEqual([1, expect.stringContaining('There is already an entry for Qwen/Qwen3-8B-AWQ.')]);
  });

  it.each([
    ['a name that is not there', ['gpt-oss-20b'], 'Set it: --id <org>/<name>'],
    ['a name of another form', ['gpt-oss-20b', '--id', 'gpt-oss'], '--id must be <org>/<name>'],
    ['an incomplete configuration', ['incomplete', '--id', 'a/b'], 'moe_intermediate_size is missing.'],
    ['an unknown architecture', ['gpt2-like', '--id', 'a/b'], 'The architecture GPT2LMHeadModel is unknown'],
    ['no checkpoint', ['nothing', '--id', 'a/b'], 'There is no such file or folder.'],
  ])('should refuse %s, and write nothing', async (_, [name, ...args], message) => {
    const folder = join(scratch, 'refused');
    const { code, err } = await addModel(join(fixtures, name!), ...args, '--out', folder);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
    expect(existsSync(folder)).toBe(false);
  });

  it('should print problems as JSON', async () => {
    const { code, out } = await addModel(join(fixtures, 'gpt2-like'), '--id', 'a/b', '--json', '--out', scratch);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false, problems: [{ path: 'architectures' }] });
  });
});
