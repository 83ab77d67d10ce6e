import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { describe, expect, it } from 'vitest';
import { cliFolder } from './testing/cli-folder.ts';
import { runArchon } from './testing/run-archon.ts';

const folder = cliFolder();

interface Change {
  kind: string;
  about: string;
  message: string;
}

/** What changes for values between two releases. */
async function changes(values: string, ...args: string[]): Promise<{ code: number; found: Change[] }> {
  const file = join(folder, 'compared.yaml');
  writeFileSync(file, values);
  const { code, out } = await runArchon('validate', file, '--json', ...args);
  return { code, found: (JSON.parse(out) as { comparison: { changes: Change[] } }).comparison.changes };
}

const at = (tag: string, engine = '{}', gpu = '""') =>
  `preset: ""\nmodel: { id: Qwen/Qwen2.5-7B-Instruct-AWQ }\nimage: { tag: ${tag} }\ngpu: { product: ${gpu} }\nengine: ${engine}\n`;

describe('archon validate --from', () => {
  it('should say that web pages lose the API, unless the values set the origins', async () => {
    const range = ['--from', '0.22.1', '--to', '0.33.0'];
    const origins = expect.objectContaining({ kind: 'changes', about: '--allowed-origins' }) as Change;
    expect((await changes(at('v0.22.1'), ...range)).found).toContainEqual(origins);
    const set = at('v0.22.1', `{ extraArgs: ['--allowed-origins=["*"]'] }`);
    expect((await changes(set, ...range)).found).not.toContainEqual(origins);
  });

  it('should name what is gone first, with its successor, and exit 2', async () => {
    const values = at('v0.15.1', '{ extraArgs: [--swap-space=4] }').concat(
      'podSecurityContext: { runAsUser: 0, runAsNonRoot: false }\n',
    );
    const { code, found } = await changes(values, '--from', '0.15.1', '--to', '0.33.0');
    expect(code).toBe(2);
    expect(found[0]).toMatchObject({
      kind: 'breaks',
      message: expect.stringContaining('--swap-space is gone') as string,
    });
    expect(found.map(({ about }) => about)).toContain('podSecurityContext');
  });

  it('should take the release of the values where --to is not given', async () => {
    const { code, found } = await changes(at('v0.33.0'), '--from', '0.33.0');
    expect([code, found]).toEqual([0, []]);
  });

  it('should plan the memory before and after where the GPU is known', async () => {
    const engine = '{ maxModelLen: 8192, maxNumSeqs: 16 }';
    const { found } = await changes(at('v0.33.0', engine, 'rtx-4090'), '--from', '0.10.2');
    expect(found.at(-1)).toMatchObject({
      kind: 'memory',
      message: expect.stringMatching(/GiB spare; before/) as string,
    });
  });

  it.each([
    [['--to', '0.33.0'], '--to needs --from.'],
    [['--from', 'x'], '"x" is not a vLLM release'],
    [['--from', '0.22.1', '--to', '0.99.0'], '--to'],
  ])('should refuse %j', async (args, message) => {
    const { code, err } = await runArchon('validate', join(folder, 'good.yaml'), ...args);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
  });

  it('should print what breaks as lines', async () => {
    const file = join(folder, 'compared.yaml');
    writeFileSync(file, at('v0.33.0'));
    const { out } = await runArchon('validate', file, '--from', '0.22.1');
    expect(out).toContain('From vLLM 0.22.1 to 0.33.0\n');
    expect(out).toContain('  changes --allowed-origins: The default is []; before, it was ["*"].');
  });
});

describe('archon validate', () => {
  it.each([
    ['not certain', 'l4', '{ maxModelLen: 20000, maxNumSeqs: 64 }', 'Not certain: 20,000 tokens'],
    ['not counted', 'l4', '{ maxModelLen: auto, maxNumSeqs: 8 }', 'Not checked: memory, because vLLM chooses'],
  ])('should say what the planner says where the chart has %s', async (_, gpu, engine, note) => {
    const file = join(folder, 'planned.yaml');
    writeFileSync(file, `preset: ""\nmodel: { id: Qwen/Qwen3-8B }\ngpu: { product: ${gpu} }\nengine: ${engine}\n`);
    const { code, out } = await runArchon('validate', file);
    expect([code, out]).toEqual([0, expect.stringContaining(`  GPU      ${note}`)]);
    const planned = (await runArchon('plan', '-f', file)).out.split('\n\n')[0]!.replaceAll(/\s+/g, ' ');
    const [, sentence] = / {2}plan {5}(.+)\n/.exec(out) ?? [];
    expect(planned.replace(/^(fits|does not fit|unknown) /, '')).toBe(sentence);
    const { planned: json } = JSON.parse((await runArchon('validate', file, '--json')).out) as { planned: object };
    expect(json).toMatchObject({ sentence });
  });

  it('should refuse a start that only the planner rules out, unless the values allow it', async () => {
    const file = join(folder, 'slice.yaml');
    const slice = 'gpu:\n  product: a100-40gb-sxm\n  resourceName: nvidia.com/mig-1g.5gb\n';
    writeFileSync(file, slice);
    const { code, err } = await runArchon('validate', file);
    expect([code, err]).toEqual([1, expect.stringContaining(`${file}:3:3  gpu.resourceName\n`)]);
    expect(err).toContain('does not start on NVIDIA A100-SXM4-40GB, MIG 1g.5gb with a context of 8,192 tokens');
    writeFileSync(file, `${slice}  allowUnsupported: true\n`);
    expect(await runArchon('validate', file)).toMatchObject({
      code: 0,
      out: expect.stringContaining('does not start'),
    });
  });

  it("should find the chart's own scenarios valid", async () => {
    const scenarios = join(repoRoot, 'charts/archon-vllm/ci');
    for (const name of readdirSync(scenarios))
      expect(await runArchon('validate', join(scenarios, name)), name).toMatchObject({ code: 0, err: '' });
  });

  it('should say what NOTES says of the GPU', async () => {
    const file = join(folder, 'compared.yaml');
    writeFileSync(file, 'gpu: { product: rtx-5070-ti }\n');
    expect((await runArchon('validate', file)).out).toMatch(/ {2}GPU {6}Fits: 8,192 tokens need/);
    expect((await runArchon('validate', file)).out).not.toContain('plan ');
    writeFileSync(file, 'gpu: { product: rtx-4060, allowUnsupported: true }\n');
    expect((await runArchon('validate', file)).out).toMatch(/ {2}warning {2}.+ gpu.allowUnsupported is true\.\n/);
  });
});
