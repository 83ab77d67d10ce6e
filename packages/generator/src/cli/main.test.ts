import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '@archon/values';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = join(workspaceRoot, 'packages/generator/bin/archon.js');
let folder: string;

const files = {
  'good.yaml': 'replicas: 1\nengine: { maxModelLen: 1024 }\n',
  'bad.yaml': 'replicas: x\nengine:\n  maxModelLn: 1\n',
  'rule.yaml': 'gpu: { count: 2 }\n',
  'other-model.yaml': 'model: { id: org/other }\n',
  'broken.yaml': 'a: [1\n',
  'text.yaml': 'just text\n',
  'empty.yaml': '',
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'archon-cli-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'image.png'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  mkdirSync(join(folder, 'a-folder'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

const archon = (...args: string[]) => archonWith({}, ...args);

/** Runs `archon` in the folder with the files, its output piped. */
function archonWith(colours: Record<string, string>, ...args: string[]): Promise<Outcome> {
  const own = Object.entries(process.env).filter(([name]) => name !== 'FORCE_COLOR' && name !== 'NO_COLOR');
  const env = { ...Object.fromEntries(own), ...colours };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

describe.concurrent('archon', () => {
  it.each([
    ['help', ['--help']],
    ['generate-help', ['generate', '--help']],
    ['check-help', ['check', '--help']],
    ['validate-help', ['validate', '--help']],
  ])('should teach: %s', async (name, args) => {
    const { code, stdout, stderr } = await archon(...args);
    await expect(stdout).toMatchFileSnapshot(`__golden__/${name}.txt`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('should print its help when it is not told what to do', async () => {
    const { code, stderr } = await archon();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Usage: archon /);
  });

  it.each([
    [
      'an unknown command',
      ['vaildate', 'x'],
      "error: unknown command 'vaildate'\n(Did you mean validate?)\n(archon --help shows the commands)\n",
    ],
    [
      'an unknown option',
      ['check', '--jsno'],
      "error: unknown option '--jsno'\n(Did you mean --json?)\n(archon --help shows the commands)\n",
    ],
    [
      'a missing argument',
      ['validate'],
      "error: missing required argument 'values.yaml'\n(archon --help shows the commands)\n",
    ],
  ])('should refuse %s', async (_, args, stderr) => {
    expect(await archon(...args)).toEqual({ code: 1, stdout: '', stderr });
  });
});

describe.concurrent('archon validate', () => {
  it('should accept good values, and say what becomes of them', async () => {
    expect(await archon('validate', 'good.yaml')).toEqual({
      code: 0,
      stdout: [
        'valid  good.yaml',
        '  preset   nvidia-16gb',
        '  model    Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4',
        '  context  1024 tokens',
        '  vLLM     0.33.0\n',
      ].join('\n'),
      stderr: '',
    });
  });

  it('should take several files, and one that says nothing', async () => {
    const { code, stdout } = await archon('validate', 'good.yaml', 'empty.yaml', 'other-model.yaml');
    expect(code).toBe(0);
    expect(stdout).toBe(
      'valid  good.yaml, empty.yaml, other-model.yaml\n  preset   nvidia-16gb\n  model    org/other, not the preset’s\n  context  1024 tokens\n  vLLM     0.33.0\n',
    );
  });

  it('should explain bad values with their places', async () => {
    expect(await archon('validate', 'bad.yaml')).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        'bad.yaml:1:1  replicas',
        '  replicas must be a whole number, not the text "x".',
        '  1 | replicas: x',
        '    | ^',
        '',
        'bad.yaml:3:3  engine.maxModelLn',
        '  Unknown key "maxModelLn" in engine.',
        '  3 |   maxModelLn: 1',
        '    |   ^',
        '  Did you mean "maxModelLen"?',
        '',
        '2 problems\n',
      ].join('\n'),
    });
  });

  it('should explain values that cannot work together', async () => {
    const { code, stderr } = await archon('validate', 'rule.yaml');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^rule\.yaml:1:8 {2}gpu\.count\n {2}engine\.tensorParallelSize x .* is 1, but gpu\.count is 2\./,
    );
    expect(stderr).toMatch(/\n\n1 problem\n$/);
  });

  it('should report all files that cannot be read, each with its reason', async () => {
    expect(await archon('validate', 'nowhere.yaml', 'a-folder', 'image.png', 'broken.yaml', 'good.yaml')).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        'nowhere.yaml',
        '  The file cannot be read: there is no such file.',
        '',
        'a-folder',
        '  The file cannot be read: it is a folder.',
        '',
        'image.png',
        '  The file is not text in UTF-8.',
        '',
        'broken.yaml:2:1',
        '  This is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
        '  2 | ',
        '    | ^',
        '',
        '4 problems\n',
      ].join('\n'),
    });
  });

  it('should use colours only where they are wanted', async () => {
    const forced = await archonWith({ FORCE_COLOR: '1' }, 'validate', 'bad.yaml');
    expect(forced.stderr).toContain('\u001b[2mbad.yaml:1:1  replicas\u001b[22m\n');
    expect(forced.stderr).toContain(' | \u001b[31m^\u001b[39m');
    const refused = await archonWith({ FORCE_COLOR: '1', NO_COLOR: '1' }, 'validate', 'bad.yaml');
    expect(refused.stderr).not.toContain('\u001b');
  });

  it('should refuse a file that holds no map', async () => {
    const { code, stderr } = await archon('validate', 'text.yaml');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^text\.yaml:1:1\n {2}The document must be a map, not the text "just text"\.\n/);
  });

  it('should print JSON for programs: what becomes of good values', async () => {
    const { code, stdout, stderr } = await archon('validate', '--json', 'good.yaml');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      values: expect.objectContaining({
        replicas: 1,
        engine: expect.objectContaining({ maxModelLen: 1024, quantization: 'gptq' }),
      }),
      facts: expect.objectContaining({ release: '0.33.0' }),
    });
  });

  it('should print JSON for programs: what is wrong with bad values', async () => {
    const { code, stdout, stderr } = await archon('validate', 'bad.yaml', '--json');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      problems: [
        {
          file: 'bad.yaml',
          line: 1,
          column: 1,
          source: 'replicas: x',
          path: 'replicas',
          message: 'replicas must be a whole number, not the text "x".',
        },
        {
          file: 'bad.yaml',
          line: 3,
          column: 3,
          source: '  maxModelLn: 1',
          path: 'engine.maxModelLn',
          message: 'Unknown key "maxModelLn" in engine.',
          hint: 'Did you mean "maxModelLen"?',
        },
      ],
    });
  });

  it('should print JSON for programs: which file cannot be read', async () => {
    const { code, stdout } = await archon('validate', 'nowhere.yaml', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      problems: [{ file: 'nowhere.yaml', message: 'The file cannot be read: there is no such file.' }],
    });
  });
});

describe.concurrent('archon generate', () => {
  it('should write a chart elsewhere, once', async () => {
    const first = await archon('generate', '--out', 'chart');
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(
      /^ {2}wrote {3}\.helmignore\n(.*\n)*archon-vllm {2}(\d+) files in chart: \2 written, 0 removed\n$/,
    );
    expect(readdirSync(join(folder, 'chart'))).toContain('values.schema.json');
    writeFileSync(join(folder, 'chart/templates/old.yaml'), '');
    const second = await archon('generate', '--out', 'chart', '--json');
    expect(JSON.parse(second.stdout)).toEqual({
      ok: true,
      chart: 'archon-vllm',
      folder: 'chart',
      files: expect.any(Number),
      written: [],
      removed: ['templates/old.yaml'],
    });
  });

  it('should say where it cannot write', async () => {
    expect(await archon('generate', '--out', 'good.yaml')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'good.yaml\n  The chart cannot be written: a file stands where a folder is needed. Nothing was changed.\n\n1 problem\n',
    });
  });
});

describe.concurrent('archon check', () => {
  it('should find the committed chart up to date', async () => {
    const { code, stdout, stderr } = await archon('check');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^archon-vllm {2}\d+ files are up to date\n$/);
  });
});
