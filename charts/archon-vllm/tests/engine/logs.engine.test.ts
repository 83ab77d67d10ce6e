import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '@archon/testbed/ports';
import { resolveEngine } from '@archon/engine/install-engine';
import { resolveModels, tinyGptqHere } from '@archon/engine/models';
import { podProcess } from '@archon/engine/pod-process';
import { type Server, startServer } from '@archon/engine/start-server';
import { render } from '../support/render.ts';

const engine = resolveEngine();
const model = resolveModels().folderOf(tinyGptqHere());

describe(`The log as JSON, of vLLM ${engine.version} that reads weights ahead`, () => {
  let home: string;
  let server: Server;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'archon-logs-'));
    const valuesObject = {
      image: { tag: `v${engine.version}` },
      model: { id: '/models/tiny', servedNames: ['tiny'] },
      persistence: { enabled: false },
      extraVolumes: [{ name: 'models', emptyDir: {} }],
      extraVolumeMounts: [{ name: 'models', mountPath: '/models' }],
      engine: {
        maxModelLen: 2048,
        enforceEager: true,
        loggingConfig: { formatter: 'json' },
        safetensorsLoadStrategy: 'prefetch',
      },
    };
    const { command, args, env } = podProcess(await render({ valuesObject }), {});
    const [port] = await freePorts(1);
    // The pod has a network and a disk of its own, this process has not.
    const here = args.map((arg) =>
      arg
        .replace('--host=0.0.0.0', '--host=127.0.0.1')
        .replace('--port=8000', `--port=${port}`)
        .replace('/models/tiny', model),
    );
    const atHome = Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, value.replaceAll(env.HOME!, home)]),
    );
    server = await startServer({
      command: [...command, ...here],
      env: {
        ...atHome,
        PATH: [dirname(engine.python), '/usr/bin', '/bin'].join(delimiter),
        VLLM_CPU_KVCACHE_SPACE: '1',
        OMP_NUM_THREADS: '2',
      },
      url: `http://127.0.0.1:${port}`,
    });
    await fetch(`${server.url}/v1/models`);
    server.stop();
    await server.exited;
  }, 600_000);

  afterAll(() => {
    server?.kill();
    rmSync(home, { recursive: true, force: true });
  });

  const lines = () => server.output().split('\n').filter(Boolean);

  it('should be one JSON object for each record of vLLM and its HTTP server', () => {
    const isJson = (line: string) => line.startsWith('{');
    const records = lines()
      .filter(isJson)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records).toContainEqual(
      expect.objectContaining({ levelname: 'INFO', message: expect.stringMatching(/GET \/v1\/models/) }),
    );
    expect(new Set(records.map(({ vllm_process_name: name }) => name))).toContain('EngineCore');
    // What other libraries print stays text: warnings of torch, bars of progress.
    const ofVllm = /^(\(\w+ pid=\d+\) )?(DEBUG|INFO|WARNING|ERROR)\b/;
    expect(lines().filter((line) => !isJson(line) && ofVllm.test(line))).toEqual([]);
  });

  it('should read ahead, and say so', () => {
    expect(lines().join('\n')).toMatch(/Prefetching checkpoint files into page cache started/);
  });
});
