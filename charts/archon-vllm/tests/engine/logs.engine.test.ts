import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hub, startHub } from '@archon/engine/hub';
import { resolveEngine } from '@archon/engine/install-engine';
import { resolveModels, tinyGptqHere } from '@archon/engine/models';
import type { Server } from '@archon/engine/start-server';
import { render } from '../support/render.ts';
import { startPod } from './support/start-pod.ts';

const engine = resolveEngine();
const model = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';

describe(`The log as JSON, of vLLM ${engine.version} that reads weights ahead`, () => {
  let home: string;
  let hub: Hub;
  let server: Server;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'archon-logs-'));
    hub = await startHub({ models: { [model]: resolveModels().folderOf(tinyGptqHere()) } });
    const valuesObject = {
      image: { tag: `v${engine.version}` },
      huggingFace: { endpoint: hub.url },
      engine: {
        enforceEager: true,
        loggingConfig: { formatter: 'json' },
        safetensorsLoadStrategy: 'prefetch',
      },
    };
    server = await startPod(await render({ valuesObject }), home);
    await fetch(`${server.url}/v1/models`);
    server.stop();
    await server.exited;
  }, 600_000);

  afterAll(async () => {
    server?.kill();
    await hub.close();
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
