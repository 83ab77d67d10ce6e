import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { charts } from '@archon/charts';
import { workspaceRoot } from '@archon/values';
import { CommanderError, type Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cliFolder } from './testing/cli-folder.ts';
import { runArchon } from './testing/run-archon.ts';
import { createProgram } from './main.ts';

vi.hoisted(() => {
  process.env.NO_COLOR = '1'; // read when colors.ts is loaded
});

const names = charts.map(({ name }) => name);
const folder = cliFolder();
const file = (name: string) => join(folder, name);

afterEach(() => {
  process.exitCode = undefined;
});

/** Runs `archon` inside this process: what it prints, and the code it would exit with. */
async function archon(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const printed = { stdout: '', stderr: '' };
  const log = vi.spyOn(console, 'log').mockImplementation((text: string) => void (printed.stdout += `${text}\n`));
  const error = vi.spyOn(console, 'error').mockImplementation((text: string) => void (printed.stderr += `${text}\n`));
  const output = {
    writeOut: (text: string) => void (printed.stdout += text),
    writeErr: (text: string) => void (printed.stderr += text),
    getOutHelpWidth: () => 80,
  };
  const prepare = (command: Command): void => {
    command.exitOverride().configureOutput(output);
    command.commands.forEach(prepare);
  };
  const program = await createProgram();
  prepare(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return { code: Number(process.exitCode ?? 0), ...printed };
  } catch (thrown) {
    if (thrown instanceof CommanderError) return { code: thrown.exitCode, ...printed };
    throw thrown;
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}

describe('archon', () => {
  it.each([
    ['../../bin/help', ['--help']],
    ['generate-help', ['generate', '--help']],
    ['check-help', ['check', '--help']],
    ['validate-help', ['validate', '--help']],
    ['plan-help', ['plan', '--help']],
    ['values-help', ['values', '--help']],
    ['import-help', ['import', '--help']],
    ['presets-help', ['presets', '--help']],
    ['web-help', ['web', '--help']],
    ['migrate-help', ['migrate', '--help']],
    ['doctor-help', ['doctor', '--help']],
  ])('should teach: %s', async (name, args) => {
    const { code, stdout, stderr } = await archon(...args);
    await expect(stdout).toMatchFileSnapshot(`__golden__/${name}.txt`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('should print the rights of archon doctor as they are documented', async () => {
    const { code, out } = await runArchon('doctor', '--rbac');
    expect([code, out]).toEqual([0, readFileSync(join(workspaceRoot, 'docs/doctor/rbac.yaml'), 'utf8')]);
  });

  it('should tell the version of the charts', async () => {
    const { stdout } = await archon('--version');
    const chart = readFileSync(join(workspaceRoot, 'charts/archon-vllm/Chart.yaml'), 'utf8');
    expect(chart).toContain(`\nversion: ${stdout}`);
  });

  it('should print its help when it is not told what to do', async () => {
    const { code, stderr } = await archon();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Usage: archon /);
  });

  it.each([
    ['an unknown command', ['chekc'], "error: unknown command 'chekc'\n(Did you mean check?)\n"],
    ['an unknown option', ['check', '--jsno'], "error: unknown option '--jsno'\n(Did you mean --json?)\n"],
    ['a missing argument', ['validate'], "error: missing required argument 'values.yaml'\n"],
    [
      'an argument too many',
      ['check', 'x'],
      "error: too many arguments for 'check'. Expected 0 arguments but got 1.\n",
    ],
  ])('should refuse %s', async (_, args, stderr) => {
    expect(await archon(...args)).toEqual({
      code: 1,
      stdout: '',
      stderr: `${stderr}(archon --help shows the commands)\n`,
    });
  });
});

describe('archon validate', () => {
  const warnings = [
    '  warning  ingress.controller: Your ingress controller limits long answers by its own timeout. Set ingress.controller to raise it.',
    '  warning  apiKey.existingSecret: Anyone who can reach the Ingress can use the API. Set apiKey.existingSecret to require a key.\n',
  ];

  it('should accept good values, and say what becomes of them', async () => {
    expect(await archon('validate', file('good.yaml'))).toEqual({
      code: 0,
      stdout: [
        `valid  ${file('good.yaml')}`,
        '  preset   nvidia-16gb',
        '  model    Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4',
        '  context  1,024 tokens',
        '  tools    off: requests with tools get 400',
        '  vLLM     0.33.0',
        ...warnings,
      ].join('\n'),
      stderr: '',
    });
  });

  it('should take the chart that knows most of the keys, unless one is named', async () => {
    const chart = '{ oci: "oci://registry.example.com/charts/archon-vllm", version: 1.2.3 }';
    writeFileSync(file('fleet.yaml'), `chart: ${chart}\nservers: { coder: { preset: nvidia-16gb } }\n`);
    const { code, stdout } = await archon('validate', file('fleet.yaml'));
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^valid {2}\S+\n {2}chart {4}archon-gitops\n/) as string,
    });
    writeFileSync(file('typo.yaml'), `chart: ${chart}\nserverss: { coder: {} }\n`);
    const typo = await archon('validate', file('typo.yaml'));
    expect(typo.stderr).toContain('Unknown key "serverss" at the top level.');
    expect(typo.stderr).toContain('Did you mean "servers"?');
    const named = await archon('validate', '--chart', 'archon-vllm', file('fleet.yaml'));
    expect(named.stderr).toContain('Unknown key "servers"');
  });

  it('should take several files, and one that says nothing', async () => {
    const files = ['other-model.yaml', 'empty.yaml'].map(file);
    expect(await archon('validate', ...files)).toMatchObject({
      code: 0,
      stdout: [
        `valid  ${files.join(', ')}`,
        '  preset   nvidia-16gb',
        '  model    org/other, not the preset’s',
        '  context  the model’s maximum',
        '  tools    off: requests with tools get 400',
        '  vLLM     0.33.0',
        ...warnings,
      ].join('\n'),
    });
  });

  it('should explain bad values with their places', async () => {
    expect(await archon('validate', file('bad.yaml'))).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        `${file('bad.yaml')}:1:1  replicas`,
        '  replicas must be a whole number, not the text "x".',
        '  1 | replicas: x',
        '    | ^',
        '',
        `${file('bad.yaml')}:3:3  engine.maxModelLn`,
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
    const { code, stderr } = await archon('validate', file('rule.yaml'));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /rule\.yaml:1:8 {2}gpu\.count\n {2}engine\.tensorParallelSize x .* is 2, but gpu\.count is 1,/,
    );
    expect(stderr).toMatch(/\n\n1 problem\n$/);
  });

  it('should report all files that cannot be read, each with its reason', async () => {
    const files = ['nowhere.yaml', 'a-folder', 'image.png', 'broken.yaml', 'good.yaml'].map(file);
    expect(await archon('validate', ...files)).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        files[0],
        '  The file cannot be read: there is no such file.',
        '',
        files[1],
        '  The file cannot be read: it is a folder.',
        '',
        files[2],
        '  The file is not text in UTF-8.',
        '',
        `${files[3]}:2:1`,
        '  This is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
        '  2 | ',
        '    | ^',
        '',
        '4 problems\n',
      ].join('\n'),
    });
  });

  it('should refuse a file that holds no map', async () => {
    const { code, stderr } = await archon('validate', file('text.yaml'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/text\.yaml:1:1\n {2}The document must be a map, not the text "just text"\.\n/);
  });

  it('should print JSON for programs: what becomes of good values', async () => {
    const { code, stdout, stderr } = await archon('validate', '--json', file('good.yaml'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      values: expect.objectContaining({ engine: expect.objectContaining({ maxModelLen: 1024, quantization: 'gptq' }) }),
      computed: expect.objectContaining({ release: '0.33.0' }),
      warnings: [{ path: 'ingress.controller' }, { path: 'apiKey.existingSecret' }].map(
        (warning) => expect.objectContaining(warning) as unknown,
      ),
    });
  });

  it('should print JSON for programs: what is wrong with bad values', async () => {
    const place = { file: file('bad.yaml'), line: 3, column: 3, source: '  maxModelLn: 1', path: 'engine.maxModelLn' };
    const { code, stdout, stderr } = await archon('validate', file('bad.yaml'), '--json');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      problems: [
        expect.objectContaining({ path: 'replicas', line: 1 }),
        { ...place, message: 'Unknown key "maxModelLn" in engine.', hint: 'Did you mean "maxModelLen"?' },
      ],
    });
  });

  it('should print JSON for programs: which file cannot be read', async () => {
    const { code, stdout } = await archon('validate', file('nowhere.yaml'), '--json');
    const problem = { file: file('nowhere.yaml'), message: 'The file cannot be read: there is no such file.' };
    expect({ code, ...JSON.parse(stdout) }).toEqual({ code: 1, ok: false, problems: [problem] });
  });
});

describe('archon generate', () => {
  it('should write each chart below another folder, and only what differs the second time', async () => {
    const first = await archon('generate', '--out', file('out'));
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(
      /^ {2}wrote {3}\.helmignore\n(.*\n)*?archon-vllm {2}(\d+) files in \S+: \2 written, 0 removed\n/,
    );
    expect(readdirSync(file('out')).sort()).toEqual(names.toSorted());
    for (const name of names) expect(readdirSync(file(`out/${name}`))).toContain('values.schema.json');
    const second = (await archon('generate', '--out', file('out'))).stdout.trimEnd().split('\n');
    expect(second).toEqual(
      names.map((name) => expect.stringMatching(new RegExp(`^${name} {2}\\d+ files in \\S+: up to date$`)) as string),
    );
    writeFileSync(file('out/archon-vllm/templates/old.yaml'), '');
    writeFileSync(file('out/archon-vllm/values.yaml'), '');
    expect(JSON.parse((await archon('generate', '--out', file('out'), '--json')).stdout)).toEqual({
      ok: true,
      charts: [
        {
          chart: 'archon-vllm',
          folder: file('out/archon-vllm'),
          files: expect.any(Number),
          written: ['values.yaml'],
          removed: ['templates/old.yaml'],
        },
        ...names.slice(1).map((chart) => ({
          chart,
          folder: file(`out/${chart}`),
          files: expect.any(Number) as number,
          written: [],
          removed: [],
        })),
      ],
    });
  });

  it('should delete nothing in a folder that it did not write', async () => {
    mkdirSync(file('mine/archon-vllm/templates'), { recursive: true });
    writeFileSync(file('mine/archon-vllm/templates/own.yaml'), 'own: 1\n');
    const { code, stderr } = await archon('generate', '--out', file('mine'));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('it has templates, but no Chart.yaml. Nothing was changed.'),
    });
    expect(readdirSync(file('mine/archon-vllm'), { recursive: true })).toEqual(['templates', 'templates/own.yaml']);
  });

  it('should ask for the name of the folder', async () => {
    const { code, stderr } = await archon('generate', '--out', '');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '--out\n  The name of the folder is empty.\n\n1 problem\n' });
  });

  it('should say where it cannot write', async () => {
    const reason = 'The chart cannot be written: a file is where a folder is needed. Nothing was changed.';
    expect(await archon('generate', '--out', file('good.yaml'))).toEqual({
      code: 1,
      stdout: '',
      stderr: `${file('good.yaml')}\n  ${reason}\n\n1 problem\n`,
    });
  });
});
