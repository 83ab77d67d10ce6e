import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import OpenAI, { AuthenticationError } from 'openai';
import { findRelease } from '@archon/sizing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hub, startHub } from '@archon/engine/hub';
import { resolveEngine } from '@archon/engine/install-engine';
import { resolveModels, tinyGptqHere } from '@archon/engine/models';
import type { Server } from '@archon/engine/start-server';
import { renderNotes } from '@archon/testbed/helm';
import { chart } from '../support/chart.ts';
import { render } from '../support/render.ts';
import { startPod } from './support/start-pod.ts';

const engine = resolveEngine();
const model = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';
const key = 'a-key-of-this-test';
/** Routes of this release that need no key. A new one is to be added to the chart's README too. */
const openRoutes = [
  '/detokenize',
  '/generative_scoring',
  '/health',
  '/invocations',
  '/is_scaling_elastic_ep',
  '/kv_event_sources',
  '/load',
  '/metrics',
  '/ping',
  '/scale_elastic_ep',
  '/tokenize',
  '/version',
];
const messages = [{ role: 'user' as const, content: 'Say something.' }];

describe(`The rendered default, with a key, run by vLLM ${engine.version}`, () => {
  let home: string;
  let hub: Hub;
  let server: Server;
  let client: OpenAI;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'archon-serve-'));
    hub = await startHub({ models: { [model]: resolveModels().folderOf(tinyGptqHere()) } });
    const set = [...values, `huggingFace.endpoint=${hub.url}`];
    server = await startPod(await render({ set }), home, { key: { 'api-key': key } });
    client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: key, maxRetries: 0 });
  }, 600_000);

  afterAll(async () => {
    server?.kill();
    await server?.exited;
    await hub.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('should download the model that the values name', () => {
    expect(hub.requests).toContainEqual(
      expect.stringMatching(new RegExp(`GET /${model}/resolve/.*/model.safetensors`)),
    );
  });

  it('should list the model to the OpenAI client', async () => {
    const { data } = await client.models.list();
    expect(data).toMatchObject([{ id: model, max_model_len: 8192 }]);
  });

  it('should complete and chat', async () => {
    const completion = await client.completions.create({ model, prompt: 'Once', max_tokens: 5 });
    expect(completion.choices[0]!.text).not.toBe('');
    const chat = await client.chat.completions.create({ model, messages, max_tokens: 5 });
    expect(chat.usage).toMatchObject({ completion_tokens: 5 });
  });

  it('should stream piece by piece', async () => {
    const pieces: string[] = [];
    for await (const { choices } of await client.chat.completions.create({
      model,
      messages,
      max_tokens: 20,
      stream: true,
    }))
      if (choices[0]?.delta.content) pieces.push(choices[0].delta.content);
    expect(pieces.length).toBeGreaterThan(10);
  });

  it('should refuse clients without the key, and answer probes, which do not have one', async () => {
    const stranger = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'another', maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toBeInstanceOf(AuthenticationError);
    expect((await fetch(`${server.url}/v1/models`)).status).toBe(401);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  it('should answer without the key on the routes that the README lists, and on no other', async () => {
    const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() })),
    );
    const answers = await Promise.all(
      routes.map(async ({ path, method }) => {
        const body = method === 'POST' ? { body: '{}', headers: { 'Content-Type': 'application/json' } } : {};
        return { path, status: (await fetch(`${server.url}${path}`, { method, ...body })).status };
      }),
    );
    expect(answers.length).toBeGreaterThan(20);
    const open = new Set(answers.filter(({ status }) => status !== 401).map(({ path }) => path));
    expect([...open].sort()).toEqual(openRoutes);
  });

  it('should count in /metrics what the catalog names, and nothing else', async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const families = [...text.matchAll(/^# TYPE vllm:(\S+) /gm)].map(([, name]) => name!);
    expect(families.length).toBeGreaterThan(40);
    const known = new Set(findRelease(engine.version)!.metrics!.v1!.map(withoutSuffix));
    expect(families.filter((name) => !known.has(withoutSuffix(name)))).toEqual([]);
  });

  it('should answer the commands of NOTES as they are printed', async () => {
    const notes = renderNotes({ helm: 4, chart, release: 'archon', namespace: 'llm', set: values });
    const commands = notes.ok ? /^ {2}curl (?:.*\\\n)*.*$/m.exec(notes.notes)?.[0] : undefined;
    // The port-forward would give it this port, and kubectl the key.
    const script = commands!.replaceAll('http://127.0.0.1:8000', server.url);
    const { stdout } = await promisify(execFile)('sh', ['-ec', script], { env: { ...process.env, API_KEY: key } });
    expect(JSON.parse(stdout)).toMatchObject({ object: 'chat.completion', model });
  });

  // The last one: it ends the server.
  it('should let a stream end whole when it is asked to stop, and then exit', async () => {
    const max_tokens = 1500;
    const stream = await client.chat.completions.create({ model, messages, max_tokens, stream: true });
    let pieces = 0;
    let reason: string | null | undefined;
    for await (const { choices } of stream) {
      pieces += 1;
      if (pieces === 10) server.stop();
      reason = choices[0]?.finish_reason ?? reason;
    }
    expect(reason).toBe('length');
    expect(pieces).toBeGreaterThan(max_tokens / 2);
    expect(await server.exited).toBe(0);
  });
});

/** The default, of the release that is there. */
const values = [`image.tag=v${engine.version}`, 'apiKey.existingSecret=key'];

/** prometheus_client adds them to the names of counters and histograms. */
const withoutSuffix = (family: string): string => family.replace(/_(total|created|info)$/, '').replace(/_total$/, '');
