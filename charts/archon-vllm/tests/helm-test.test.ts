import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { render } from './support/render.ts';
import { only } from './support/workload.ts';

const testPod = async (options = {}) => only(await render(options), 'Pod');

interface Answer {
  status: number;
  body: unknown;
}

type Routes = Record<string, (question: any, request: IncomingMessage) => Answer>;

/** An API with some of vLLM's routes, each by its path; the others are not there. */
async function startApi(routes: Routes): Promise<string> {
  const api = createServer(async (request, response) => {
    const question = JSON.parse(Buffer.concat(await request.toArray()).toString() || '{}');
    const models = () => ({ status: 200, body: { data: [{ id: 'coder' }] } });
    const route = ({ '/v1/models': models, ...routes } as Routes)[request.url!] ?? (() => notThere);
    const { status, body } = route(question, request);
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  api.listen(0, '127.0.0.1');
  await once(api, 'listening');
  onTestFinished(() => void api.close());
  return `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
}

const notThere = { status: 404, body: { detail: 'Not Found' } };
const events = ['{"choices":[]}', '{"choices":[]}', '[DONE]'].map((data) => `data: ${data}\n\n`).join('');

/** A chat, streamed where that is asked for. */
const chat = ({ stream, messages }: any): Answer =>
  messages ? { status: 200, body: stream ? events : { choices: [{ message: { content: '1 2 3' } }] } } : notThere;

/** Runs the test's own program as the container would, against a server of this machine. */
async function ask(env: Record<string, string>) {
  const [program, ...args] = (await testPod()).spec.containers[0].command as string[];
  // No proxy of the machine's may come between: the program must not listen to one.
  const variables = { PATH: process.env.PATH, http_proxy: 'http://127.0.0.1:1', ...env };
  return promisify(execFile)(program!, args, { env: variables }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stdout, stderr }) => ({ code: code as number, said: `${stdout}${stderr}` }),
  );
}

describe('The pod of helm test', () => {
  it('should be a hook that the Service does not select', async () => {
    const objects = await render({});
    const { metadata } = only(objects, 'Pod');
    expect(metadata.annotations).toMatchObject({ 'helm.sh/hook': 'test' });
    expect(metadata.labels).not.toMatchObject(only(objects, 'Service').spec.selector);
  });

  it('should ask the Service for the model by its first name', async () => {
    const pod = await testPod({ valuesObject: { model: { servedNames: ['coder', 'other'] }, service: { port: 80 } } });
    expect(pod.spec.containers[0].env).toEqual(
      expect.arrayContaining([
        { name: 'SERVER', value: 'http://vllm:80' },
        { name: 'MODEL', value: 'coder' },
      ]),
    );
  });

  it('should take the API key from the Secret that the server takes it from', async () => {
    const pod = await testPod({ valuesObject: { apiKey: { existingSecret: 'keys', key: 'main' } } });
    const source = { secretKeyRef: { name: 'keys', key: 'main' } };
    expect(pod.spec.containers[0].env).toContainEqual({ name: 'VLLM_API_KEY', valueFrom: source });
  });

  it('should need no GPU', async () => {
    const pod = await testPod();
    expect(JSON.stringify(pod.spec.containers[0].resources)).not.toContain('nvidia');
    expect(pod.spec).not.toHaveProperty('runtimeClassName');
  });
});

describe('The program of helm test', () => {
  it('should pass, and print the answer, when the model chats and streams', async () => {
    const SERVER = await startApi({ '/v1/chat/completions': chat });
    const { code, said } = await ask({ SERVER, MODEL: 'coder' });
    expect(said).toBe(`${SERVER} serves coder\nchat: 1 2 3\nstreamed in 2 parts\n`);
    expect(code).toBe(0);
  });

  it.each<[string, string, object, string]>([
    ['completes text', '/v1/completions', { choices: [{ text: ' 4, 5' }] }, 'text: 1, 2, 3, 4, 5'],
    ['embeds', '/v1/embeddings', { data: [{ embedding: [0.5, 0.25] }] }, 'embedding: 2 numbers'],
    ['ranks', '/v1/rerank', { results: [{ index: 0 }, { index: 1 }] }, 'reranked: 2 documents'],
  ])('should ask a model that only %s by its own route', async (_, path, body, printed) => {
    const SERVER = await startApi({ [path]: ({ model }) => ({ status: model === 'coder' ? 200 : 400, body }) });
    const { code, said } = await ask({ SERVER, MODEL: 'coder' });
    expect(said).toBe(`${SERVER} serves coder\n${printed}\n`);
    expect(code).toBe(0);
  });

  it.each([
    'The model does not support Chat Completions API',
    'As of transformers v4.44, default chat template is no longer allowed',
  ])('should go on to the next route when vLLM answers "%s"', async (message) => {
    const SERVER = await startApi({
      '/v1/chat/completions': () => ({ status: 400, body: { error: { message } } }),
      '/v1/completions': () => ({ status: 200, body: { choices: [{ text: ' 4' }] } }),
    });
    expect(await ask({ SERVER, MODEL: 'coder' })).toMatchObject({ code: 0 });
  });

  it('should send the API key with each request', async () => {
    const seen: (string | undefined)[] = [];
    const SERVER = await startApi({
      '/v1/models': (_, { headers }) => (
        seen.push(headers.authorization),
        { status: 200, body: { data: [{ id: 'coder' }] } }
      ),
      '/v1/chat/completions': (question, { headers }) => (seen.push(headers.authorization), chat(question)),
    });
    await ask({ SERVER, MODEL: 'coder', VLLM_API_KEY: 'secret' });
    expect(seen).toEqual(['Bearer secret', 'Bearer secret', 'Bearer secret']);
  });

  it('should fail when another model is served', async () => {
    const { code, said } = await ask({ SERVER: await startApi({}), MODEL: 'poet' });
    expect(said).toContain('It does not serve poet.');
    expect(code).toBe(1);
  });

  it('should fail when no route answers', async () => {
    const { code, said } = await ask({ SERVER: await startApi({}), MODEL: 'coder' });
    expect(said).toContain('It answers no chat, text, embedding or rerank request.');
    expect(code).toBe(1);
  });

  it('should fail when the streamed answer breaks off', async () => {
    const cut = (question: any) => (question.stream ? { status: 200, body: events.slice(0, 20) } : chat(question));
    const { code, said } = await ask({ SERVER: await startApi({ '/v1/chat/completions': cut }), MODEL: 'coder' });
    expect(said).toContain('The streamed answer has no end');
    expect(code).toBe(1);
  });

  it.each([
    [401, { error: 'Unauthorized' }],
    [500, { error: 'EngineDeadError' }],
  ])('should fail with what the server said when it answers %i', async (status, body) => {
    const SERVER = await startApi({ '/v1/chat/completions': () => ({ status, body }) });
    const { code, said } = await ask({ SERVER, MODEL: 'coder' });
    expect(said).toContain(`/v1/chat/completions answered ${status}: ${JSON.stringify(body)}`);
    expect(said).not.toContain('Traceback');
    expect(code).toBe(1);
  });

  it('should fail when nobody listens', async () => {
    const { code, said } = await ask({ SERVER: 'http://127.0.0.1:1', MODEL: 'coder' });
    expect(said).toMatch(/^http:..127.0.0.1:1: <urlopen error .*refused/);
    expect(code).toBe(1);
  });
});
