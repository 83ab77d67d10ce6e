import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runArchon } from './testing/run-archon.ts';

const folder = join(import.meta.dirname, 'testing/imports');
const importFrom = (...args: string[]) => runArchon('import', ...args);

interface Imported {
  ok: boolean;
  values: Record<string, any>;
  unplaced: { what: string; why: string }[];
  problems: { path: string; message: string }[];
}

/** The values of a command line, and what has no place. */
async function imported(line: string, ...options: string[]): Promise<Imported> {
  const { out } = await importFrom(line, '--json', ...options);
  return JSON.parse(out) as Imported;
}

describe('archon import', () => {
  it.each(readdirSync(folder))('should print values for %s', async (name) => {
    const { code, out, err } = await importFrom(join(folder, name));
    expect(out).not.toMatch(/_secret|sk-secret/);
    await expect(`${out}\n# exit code ${code}\n${err}`).toMatchFileSnapshot(`__golden__/import/${name}.txt`);
  });

  it.each([
    ['vllm serve a/b', { model: { id: 'a/b' }, gpu: { count: 1 } }],
    ['vllm serve --max-num-seqs 4 a/b', { model: { id: 'a/b' }, engine: { maxNumSeqs: 4 } }],
    ['vllm serve --enforce-eager a/b', { model: { id: 'a/b' }, engine: { enforceEager: true } }],
    ['$ vllm serve a/b -tp 2 -pp 2', { gpu: { count: 4 }, engine: { tensorParallelSize: 2, pipelineParallelSize: 2 } }],
    ['CUDA_VISIBLE_DEVICES=0,1 /opt/venv/bin/vllm serve a/b -tp 2', { gpu: { count: 2 } }],
    ['python3 -m vllm.entrypoints.openai.api_server --model a/b --dtype=half', { engine: { dtype: 'half' } }],
    ['vllm serve a/b --max_model_len=4096', { engine: { maxModelLen: 4096 } }],
    ['vllm serve a/b --max-num-seqs 4 --max-num-seqs 8', { engine: { maxNumSeqs: 8 } }],
    [
      `vllm serve a/b --lora-modules x=o/x '{"name": "y", "path": "o/y", "base_model_name": "z"}'`,
      {
        lora: {
          adapters: [
            { name: 'x', repo: 'o/x' },
            { name: 'y', repo: 'o/y', baseModelName: 'z' },
          ],
        },
        engine: { maxLoras: 1 },
      },
    ],
    ['vllm serve a/b --max-loras 2 --lora-modules x=o/x y=o/y z=o/z', { engine: { maxLoras: 2 } }],
    [
      'vllm serve a/b --enable-lora --lora-modules x=./x y=o/y',
      { engine: { extraArgs: ['--lora-modules', 'x=./x', 'y=o/y'] } },
    ],
    [
      'docker run -it --gpus 2 -p 80:8000 vllm/vllm-openai:v0.33.0 a/b -tp 2',
      { gpu: { count: 2 }, service: { port: 80 } },
    ],
    [`podman run --gpus '"device=0,3"' vllm/vllm-openai:v0.33.0 --model a/b -tp 2`, { gpu: { count: 2 } }],
    ['docker run --gpus=all reg.example.com:5000/x/vllm-openai:v0.33.0-cu130 a/b', { image: { tag: 'v0.33.0-cu130' } }],
  ])('should read %s', async (line, values) => {
    const result = await imported(line);
    expect(result).toMatchObject({ ok: true, values, problems: [] });
  });

  it.each([
    ['an alias of nothing', 'args: [*nope]\n', 'Unresolved alias'],
    [
      'a variable whose name is a number',
      'kind: Pod\nspec: { containers: [{ name: v, image: "vllm/vllm-openai:v0.33.0", args: [--model=a/b], env: [{ name: 5, value: x }] }] }\n',
      'a name of an environment variable',
    ],
  ])('should say what is wrong with %s', async (_, text, sentence) => {
    const file = join(mkdtempSync(join(tmpdir(), 'archon-import-')), 'input.yaml');
    writeFileSync(file, text);
    const { code, err } = await importFrom(file);
    expect(code).toBeGreaterThan(0);
    expect(err).toContain(sentence);
  });

  it.each([
    ['an address', 'vllm serve https://huggingface.co/a/b', { model: { id: 'a/b' } }],
    ['an address in a flag', 'vllm serve --model https://hf.co/a/b/tree/v1', { model: { id: 'a/b', revision: 'v1' } }],
  ])('should take %s of the Hub as the id', async (_, line, values) => {
    expect(await imported(line)).toMatchObject({ ok: true, values });
  });

  it.each(['x=./x', 'x=_o/x', 'x=/l/.cache/x', 'x=/l//x', 'x=/l/../x', 'x=/', 'x=a=b', 'my x=o/x', '{"name":"x"}'])(
    'should leave what lora.adapters cannot say an argument: %s',
    async (module) => {
      const { ok, values, problems } = await imported(`vllm serve a/b --enable-lora --lora-modules '${module}'`);
      expect([values.lora, values.engine.extraArgs]).toEqual([undefined, [`--lora-modules=${module}`]]);
      expect([ok, problems]).toEqual([true, []]);
    },
  );

  it('should take the folder of an adapter, and say that nothing is mounted there', async () => {
    const { ok, values, problems } = await imported('vllm serve a/b --enable-lora --lora-modules x=/l/x/');
    expect([ok, values.lora]).toEqual([false, { adapters: [{ name: 'x', path: '/l/x' }] }]);
    expect(problems).toMatchObject([{ path: 'lora.adapters', message: expect.stringContaining('mounted at /l/x') }]);
  });

  it('should not take a variable for a number', async () => {
    const { ok, values, unplaced } = await imported('vllm serve a/b --port $PORT --shutdown-timeout=soon');
    expect([ok, values.service, values.drain]).toEqual([true, undefined, undefined]);
    expect(unplaced.map(({ what }) => what)).toEqual(['--port', '--shutdown-timeout']);
    expect(unplaced[0]!.why).toMatch(/^"\$\{PORT\}" is not a whole number: set service\.\w+\.$/);
  });

  it.each(["vllm serve 'a/b", 'vllm serve a/b --hf-overrides "{}'])(
    'should say that a quote is open: %s',
    async (line) => {
      const { code, err } = await importFrom(line);
      expect([code, err]).toEqual([1, expect.stringMatching(/A quotation mark \(['"]\) is not closed\./)]);
    },
  );

  it('should list what in a command of a compose file is not a text', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'archon-import-')), 'compose.yaml');
    const command = '["--model", "a/b", null, {a: 1}, "--max-num-seqs", 8]';
    writeFileSync(file, `services:\n  llm:\n    image: vllm/vllm-openai:v0.33.0\n    command: ${command}\n`);
    const { values, unplaced } = await imported(file);
    expect(values).toMatchObject({ model: { id: 'a/b' }, engine: { maxNumSeqs: 8 } });
    expect(unplaced.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      'command[2]: It is empty: write it in quotes.',
      'command[3]: It is not a text: write it in quotes.',
    ]);
  });

  it('should take the words of a command after --', async () => {
    const { code, out } = await importFrom('--', 'vllm', 'serve', 'a/b', '--hf-overrides', '{"a": "it\'s"}');
    expect([code, out]).toEqual([0, expect.stringContaining('a: "it\'s"')]);
  });

  it('should resolve flags at the release of the image, and name what took their place', async () => {
    const flag = 'docker run vllm/vllm-openai:v0.9.2 --model a/b --disable-log-requests';
    expect((await imported(flag)).values.engine.extraArgs).toEqual(['--disable-log-requests']);
    const [gone] = (await imported(flag.replace('0.9.2', '0.33.0'))).unplaced;
    expect(gone).toMatchObject({
      what: '--disable-log-requests',
      why: expect.stringContaining('gone since') as string,
    });
  });

  it('should take the release from --release where the image does not say it', async () => {
    const { values } = await imported('docker run example.com/our-vllm:7 --model a/b', '--release', '0.30.0');
    expect(values.image).toEqual({ repository: 'example.com/our-vllm', tag: '7', release: '0.30.0' });
  });

  it.each(['', '  '])('should say that a command is empty: "%s"', async (text) => {
    const { code, err } = await importFrom(text);
    expect({ code, err }).toEqual({
      code: 1,
      err: `command
  It is empty: there is nothing to import.
  Give a command in quotes, a file, or - for stdin: archon import --help

1 problem
`,
    });
  });

  it('should list a variable of vLLM that the release does not read, with what to set instead', async () => {
    const line = 'docker run -e VLLM_ATTENTION_BACKEND=FLASH_ATTN -e VLLM_LOGGING_LEVEL=DEBUG IMAGE a/b';
    const current = await imported(line.replace('IMAGE', 'vllm/vllm-openai:v0.33.0'));
    expect(current).toMatchObject({ ok: true, values: { extraEnv: [{ name: 'VLLM_LOGGING_LEVEL' }] } });
    expect(current.unplaced).toEqual([
      {
        what: 'VLLM_ATTENTION_BACKEND',
        why: 'VLLM_ATTENTION_BACKEND is gone since vLLM 0.16.0, and the release is 0.33.0: set engine.attentionBackend instead.',
      },
    ]);
    for (const image of ['vllm/vllm-openai:v0.11.0', 'example.com/our-vllm:7'])
      expect((await imported(line.replace('IMAGE', image))).values.extraEnv).toHaveLength(2);
  });

  it('should map every field of the Service that has a value', async () => {
    const { code, out } = await importFrom(join(folder, 'load-balancer.yaml'), '--json');
    const { values, unplaced } = JSON.parse(out) as Imported;
    expect({ code, service: values.service }).toEqual({
      code: 0,
      service: {
        type: 'LoadBalancer',
        port: 8000,
        portName: 'http-api',
        nodePort: 30800,
        extraPorts: [
          { name: 'web', port: 80, targetPort: 'http' },
          { name: 'events', port: 5557, targetPort: 5557, protocol: 'TCP' },
          { name: 'metrics', port: 9100, targetPort: 'metrics' },
        ],
        loadBalancerClass: 'tailscale',
        loadBalancerSourceRanges: ['10.0.0.0/8'],
        sessionAffinity: 'ClientIP',
        annotations: { 'example.com/pool': 'home' },
      },
    });
    expect(unplaced.map(({ what }) => what)).toEqual([
      'VLLM_ATTENTION_BACKEND',
      'externalTrafficPolicy of the Service',
    ]);
  });

  it('should print the values and exit 2 where the chart refuses them', async () => {
    const { code, out, err } = await importFrom('vllm serve a/b --max-model-len 0');
    expect([code, out, err]).toEqual([
      2,
      expect.stringContaining('maxModelLen: 0'),
      expect.stringContaining('1 problem'),
    ]);
  });

  it.each([
    ['echo hello', 'No vLLM server was found.'],
    ['vllm bench serve', 'No vLLM server was found.'],
    ['nowhere.yaml', 'there is no such file'],
  ])('should refuse %s', async (source, message) => {
    const { code, err } = await importFrom(source);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
  });
});
