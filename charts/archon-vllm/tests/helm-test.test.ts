import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { render } from './support/render.ts';
import { only } from './support/workload.ts';

const testPod = async (options = {}) => only(await render(options), 'Pod');

/** An API that answers as vLLM does; `complete` says what becomes of a question. */
async function startApi(complete: (request: IncomingMessage) => { status: number; body: object }): Promise<string> {
  const api = createServer((request, response) => {
    const { status, body } =
      request.url === '/v1/models' ? { status: 200, body: { data: [{ id: 'coder' }] } } : complete(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  api.listen(0, '127.0.0.1');
  await once(api, 'listening');
  onTestFinished(() => void api.close());
  return `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
}

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

const answer = { status: 200, body: { choices: [{ text: ' 4, 5' }] } };

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
  it('should pass, and print the answer, when the model answers', async () => {
    const SERVER = await startApi(() => answer);
    const { code, said } = await ask({ SERVER, MODEL: 'coder' });
    expect(said).toBe(`${SERVER} serves coder\n1, 2, 3, 4, 5\n`);
    expect(code).toBe(0);
  });

  it('should send the API key', async () => {
    const seen: (string | undefined)[] = [];
    const SERVER = await startApi(({ headers }) => (seen.push(headers.authorization), answer));
    await ask({ SERVER, MODEL: 'coder', VLLM_API_KEY: 'secret' });
    expect(seen).toEqual(['Bearer secret']);
  });

  it('should fail when another model is served', async () => {
    const { code, said } = await ask({ SERVER: await startApi(() => answer), MODEL: 'poet' });
    expect(said).toContain('It does not serve poet.');
    expect(code).toBe(1);
  });

  it.each([
    [401, { error: 'Unauthorized' }],
    [500, { error: 'EngineDeadError' }],
  ])('should fail with what the server said when it answers %i', async (status, body) => {
    const { code, said } = await ask({ SERVER: await startApi(() => ({ status, body })), MODEL: 'coder' });
    expect(said).toContain(`/v1/completions answered ${status}: ${JSON.stringify(body)}`);
    expect(said).not.toContain('Traceback');
    expect(code).toBe(1);
  });

  it.each([
    [404, { detail: 'Not Found' }],
    [400, { error: { message: 'The model does not support Completions API' } }],
  ])('should pass for a model that does not complete text, which answers %i', async (status, body) => {
    const { code, said } = await ask({ SERVER: await startApi(() => ({ status, body })), MODEL: 'coder' });
    expect(said).toContain('This model does not complete text.');
    expect(code).toBe(0);
  });

  it('should fail when nobody listens', async () => {
    const { code, said } = await ask({ SERVER: 'http://127.0.0.1:1', MODEL: 'coder' });
    expect(said).toMatch(/^http:..127.0.0.1:1: <urlopen error .*refused/);
    expect(code).toBe(1);
  });
});
