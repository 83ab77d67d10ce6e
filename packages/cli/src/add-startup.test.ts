import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createProgram } from './main.ts';

const scratch = mkdtempSync(join(tmpdir(), 'archon-startup-'));
afterAll(() => rmSync(scratch, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

const LOG = `vLLM server version 0.28.0, serving model Qwen/Qwen3-8B
non-default args: {'model': 'Qwen/Qwen3-8B', 'max_model_len': 8192, 'gpu_memory_utilization': 0.9}
Initializing a V1 LLM engine (v0.28.0) with config: model='Qwen/Qwen3-8B', max_seq_len=8192
Model loading took 15.27 GiB memory and 4.2 seconds
Available KV cache memory: 4.92 GiB
GPU KV cache size: 35,792 tokens, Maximum concurrency for 8,192 tokens per request: 4.37x
Free memory on device (23.05/23.52 GiB) on startup.
Application startup complete.
`;

async function addStartUp(log: string, ...args: string[]) {
  const [file, out] = [join(scratch, 'vllm.log'), join(scratch, 'fresh.jsonl')];
  writeFileSync(file, log);
  writeFileSync(out, '{"id":"N007"}\n');
  const printed: string[] = [];
  for (const to of ['log', 'error'] as const)
    vi.spyOn(console, to).mockImplementation((line) => void printed.push(String(line)));
  const program = await createProgram('catalog');
  await program.parseAsync(['node', 'archon', 'catalog', 'add-startup', file, '--out', out, ...args]);
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  const [, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n');
  return { code, text: printed.join('\n'), rows: rows.map((row) => JSON.parse(row) as object) };
}

describe('archon catalog add-startup', () => {
  it('should append what vLLM printed, with what the planner says today', async () => {
    const { code, text, rows } = await addStartUp(LOG, '--gpu', 'rtx-4090', '--source', 'https://example.org/1');
    expect(code).toBe(0);
    expect(text).toContain('N008');
    expect(rows).toEqual([
      {
        id: 'N008',
        source: 'https://example.org/1',
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
        cls: 'dense 1',
        question: {
          gpu: { totalGiB: 23.52, computeCapability: '8.9' },
          gpuCount: 1,
          model: 'Qwen/Qwen3-8B',
          release: '0.28.0',
          options: { maxModelLen: 8192, gpuMemoryUtilization: 0.9 },
        },
        truth: { starts: true, weightsGiB: 15.27, kvGiB: 4.92, kvTokens: 35_792, concurrency: 4.37 },
        inferred: [],
        note: '',
        planned: expect.objectContaining({ fits: true }) as object,
      },
    ]);
  });

  it.each([
    ['Model loading took 15.27', 'Model loading took 99.5', '99.5 GiB of weights are more than the GPU has (23.52)'],
    ['memory: 4.92', 'memory: -4.92', 'started with -4.92 GiB of KV cache'],
    ['memory: 4.92', 'memory: 30.5', '30.5 GiB of KV cache are more than the GPU has (23.52)'],
    ['35,792 tokens', '0 tokens', 'started with 0 tokens of KV cache'],
    ['(23.05/23.52 GiB)', '(23.05/9999.5 GiB)', '9999.5 GiB is not the memory of'],
    ["'gpu_memory_utilization': 0.9", "'gpu_memory_utilization': 9.5", 'gpuMemoryUtilization must be'],
  ])('should refuse figures that cannot be: %s', async (printed, other, message) => {
    const { code, text, rows } = await addStartUp(LOG.replace(printed, other), '--gpu', 'rtx-4090');
    expect([code, rows]).toEqual([1, []]);
    expect(text).toContain(message);
  });

  it('should take from flags what the log does not say, and tell what was inferred', async () => {
    const log = LOG.replaceAll('0.28.0', '0.28.1rc1.dev3+gabc')
      .replace(/Free memory.*\n/, '')
      .replaceAll('Qwen/Qwen3-8B', 'me/tuned-8B')
      .replace('Application startup complete.\n', '');
    const flags = ['--gpu', 'rtx-4090', '--model', 'Qwen/Qwen3-8B', '--outcome', 'started', '--set', 'maxNumSeqs=8'];
    const { rows } = await addStartUp(log, ...flags);
    expect(rows).toMatchObject([
      {
        question: { gpu: 'rtx-4090', model: 'Qwen/Qwen3-8B', release: '0.28.0', options: { maxNumSeqs: 8 } },
        truth: { starts: true },
        inferred: [
          '0.28.1rc1.dev3+gabc taken as 0.28.0',
          'total as the catalog has it for rtx-4090',
          'geometry of Qwen/Qwen3-8B',
        ],
      },
    ]);
  });

  it.each([
    ['another log', 'nginx: ok\n', ['This is not a log of a vLLM server']],
    ['two servers', LOG + LOG, ['The log has 2 servers']],
    [
      'half a log',
      LOG.slice(0, LOG.indexOf('Available')),
      ['ends before the server has started or failed', 'does not say how large the KV cache is'],
    ],
    ['a model that is unknown', LOG.replaceAll('Qwen/Qwen3-8B', 'me/tuned'), ['me/tuned is not in the catalog']],
  ])('should write nothing for %s', async (_, log, messages) => {
    const { code, text, rows } = await addStartUp(log, '--gpu', 'rtx-4090');
    expect(code).toBe(1);
    for (const message of messages) expect(text).toContain(message);
    expect(rows).toEqual([]);
  });

  it('should say that the GPU, the release and the model are missing, together', async () => {
    const { code, text, rows } = await addStartUp('Available KV cache memory: 4.92 GiB\n');
    expect(code).toBe(1);
    expect(text).toMatch(/--gpu <id>[^]*--model <id>[^]*--release <version>[^]*--outcome started/);
    expect(rows).toEqual([]);
  });
});
