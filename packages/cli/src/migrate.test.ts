import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { charts } from '@archon/charts';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { cliFolder } from './testing/cli-folder.ts';
import { runArchon } from './testing/run-archon.ts';

vi.hoisted(() => {
  process.env.NO_COLOR = '1'; // read when colors.ts is loaded
});

const old = `# values of the team
storage:
  size: 50Gi # twice the model
  keep: true
image:
  # for the private registry
  pullSecrets: [{ name: registry }]
`;
const renewed = `# values of the team
persistence:
  size: 50Gi # twice the model
  retain: true
# for the private registry
imagePullSecrets: [ { name: registry } ]
`;
const said = `  renamed storage to persistence
  renamed storage.keep to persistence.retain
  renamed image.pullSecrets to imagePullSecrets
`;

const folder = cliFolder();
const file = (name: string, text?: string): string => {
  const path = join(folder, name);
  if (text !== undefined) writeFileSync(path, text);
  return path;
};

describe('archon migrate', () => {
  it('should print the file with new names, comments kept, and leave it as it is', async () => {
    const path = file('old.yaml', old);
    const { code, out, err } = await runArchon('migrate', path);
    expect({ code, out }).toEqual({ code: 0, out: renewed });
    expect(sorted(err)).toEqual(sorted(said));
    expect(readFileSync(path, 'utf8')).toBe(old);
  });

  it('should rewrite the file in place, to one that the chart accepts', async () => {
    const path = file('in-place.yaml', old);
    const { code, out, err } = await runArchon('migrate', '--in-place', path);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(sorted(err)).toEqual(sorted(said));
    expect(readFileSync(path, 'utf8')).toBe(renewed);
    expect(existsSync(`${path}.new`)).toBe(false);
    expect((await runArchon('validate', path)).code).toBe(0);
  });

  it('should say that there is nothing to do, and keep the text', async () => {
    const path = file('good.yaml');
    const text = readFileSync(path, 'utf8');
    for (const args of [[path], ['-i', path]]) {
      const { code, out, err } = await runArchon('migrate', ...args);
      expect({ code, out, err }).toEqual({
        code: 0,
        out: args.length === 1 ? text : '',
        err: `${path} has no old names.\n`,
      });
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });

  it('should print what was renamed, and the text, as JSON', async () => {
    const { code, out, err } = await runArchon('migrate', file('json.yaml', old), '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      file: file('json.yaml'),
      renamed: expect.arrayContaining([{ from: 'storage', to: 'persistence' }]) as unknown,
      text: renewed,
    });
  });

  it('should write the list of ingress.tls, and JSON flags as the values that they have now', async () => {
    const path = file(
      'forms.yaml',
      `ingress:
  enabled: true
  host: llm.example.com
  tls: # by cert-manager
    enabled: true
    secretName: my-tls
engine:
  extraArgs:
    - --compilation-config={"cudagraph_capture_sizes":[1,2]}
    - --max-logprobs=5
    - --override-generation-config
    - '{"temperature":0.6}'
`,
    );
    const { code, out, err } = await runArchon('migrate', '--in-place', path);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(sorted(err)).toEqual(
      sorted(`  renamed ingress.host to ingress.hosts[0].host
  renamed ingress.tls to a list
  renamed --override-generation-config of engine.extraArgs to engine.overrideGenerationConfig
  renamed --compilation-config of engine.extraArgs to engine.compilationConfig
`),
    );
    expect(parse(readFileSync(path, 'utf8'))).toEqual({
      ingress: {
        enabled: true,
        hosts: [{ host: 'llm.example.com' }],
        tls: [{ secretName: 'my-tls', hosts: ['llm.example.com'] }],
      },
      engine: {
        extraArgs: ['--max-logprobs=5'],
        compilationConfig: { cudagraph_capture_sizes: [1, 2] },
        overrideGenerationConfig: { temperature: 0.6 },
      },
    });
    expect(readFileSync(path, 'utf8')).toContain('# by cert-manager');
    // What migrate does not decide: whether clients need a key.
    const { code: refused, err: reason } = await runArchon('validate', path);
    expect({ refused, problems: /(\d+) problem/.exec(reason)?.[1] }).toEqual({ refused: 1, problems: '1' });
    expect(reason).toContain('or apiKey.allowAnonymous: true to leave the API open');
  });

  it.each([
    ['ingress: { tls: { enabled: false } }', { ingress: { tls: [] } }],
    ['ingress: { tls: { enabled: true } }', { ingress: { tls: { enabled: true } } }],
    [
      `engine: { extraArgs: ['--pooler-config={"pooling_type":"CLS"}'] }`,
      { engine: { poolerConfig: { pooling_type: 'CLS' } } },
    ],
    [
      "engine: { extraArgs: [--compilation-config.mode=3, --max-logprobs=5, -cc.pass_config.fuse_norm_quant, 'true', '-cc.custom_ops+=none,+rms_norm'] }",
      {
        engine: {
          extraArgs: ['--max-logprobs=5'],
          compilationConfig: { mode: 3, pass_config: { fuse_norm_quant: true }, custom_ops: ['none', '+rms_norm'] },
        },
      },
    ],
    // vLLM takes one of two forms, which the message of the rule leaves to you
    [
      "engine: { extraArgs: [--compilation-config.mode=3, '--compilation-config={}'] }",
      { engine: { extraArgs: ['--compilation-config.mode=3', '--compilation-config={}'] } },
    ],
    ['engine: { extraArgs: [--max-model-len=5] }', { engine: { extraArgs: ['--max-model-len=5'] } }],
  ])('should rewrite %s', async (text, expected) => {
    const { out } = await runArchon('migrate', file('form.yaml', `${text}\n`));
    expect(parse(out)).toEqual(expected);
  });

  it('should refuse a value under both names, with its place, and change nothing', async () => {
    const both = 'storage: { size: 1Gi }\npersistence: { size: 2Gi }\n';
    const path = file('both.yaml', both);
    const { code, out, err } = await runArchon('migrate', '-i', path);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`${path}:1:1  storage\n  The value is there twice: as storage, and as persistence.\n`);
    expect(readFileSync(path, 'utf8')).toBe(both);
  });

  it.each([
    ['a file that is not YAML', 'broken.yaml', /^\S+broken\.yaml:\d+:\d+\n {2}\S.*\n[^]*1 problem\n$/],
    [
      'a missing file',
      'nowhere.yaml',
      /nowhere\.yaml\n {2}The file cannot be read: there is no such file\.\n\n1 problem\n$/,
    ],
    ['a folder', 'a-folder', /a-folder\n {2}The file cannot be read: .*\n\n1 problem\n$/],
  ])('should refuse %s', async (_, name, message) => {
    for (const args of [[], ['--in-place']]) {
      const { code, out, err } = await runArchon('migrate', file(name), ...args);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(message);
    }
  });

  it('should refuse a chart that there is not', async () => {
    const { code, err } = await runArchon('migrate', file('good.yaml'), '--chart', 'archon');
    expect({ code, err }).toEqual({
      code: 1,
      err: `--chart\n  There is no chart "archon".\n  Charts: ${charts.map(({ name }) => name).join(', ')}.\n\n1 problem\n`,
    });
  });
});

const sorted = (text: string): string[] => text.split('\n').sort();
