import type { RequestListener, ServerResponse } from 'node:http';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArchonError } from '@archon/values/problem';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { hubSettings } from './hub-settings.ts';
import { readHubModel } from './read-hub-model.ts';
import { safetensors, smallConfig } from './testing/checkpoint-folder.ts';
import { loopback, type Loopback } from './testing/loopback.ts';

const id = 'some-org/some-model';
const commit = 'c'.repeat(40);
const scratch = mkdtempSync(join(tmpdir(), 'archon-bad-hub-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const json = (response: ServerResponse, body: unknown): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** A hub with one model, where an answer is another one: by the name of the file, or `api`. */
function hubWith(answers: Readonly<Record<string, RequestListener>>): RequestListener {
  return (request, response) => {
    // a proxy is asked for the whole address
    const { pathname } = new URL(request.url!, 'http://hub');
    const name = pathname.startsWith('/api/') ? 'api' : pathname.split('/').at(-1)!;
    const other = answers[name] ?? answers.any;
    if (other) return other(request, response);
    if (name === 'api')
      return json(response, {
        id,
        sha: commit,
        siblings: ['config.json', 'model.safetensors'].map((rfilename) => ({ rfilename })),
      });
    if (name === 'config.json') return json(response, smallConfig);
    response.writeHead(200).end(safetensors({ a: 2000 }));
  };
}

const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(code, headers).end('no');

describe('readHubModel, with a hub that does not give what is asked for', () => {
  let server: Loopback | undefined;
  afterEach(() => server?.close());

  /** Everything that is said, with what is left in the cache; waits are counted, not waited for. */
  async function ask(answers: Parameters<typeof hubWith>[0], env: Record<string, string> = {}) {
    const asked = (server = await loopback(hubWith(answers)));
    const cache = mkdtempSync(join(scratch, 'cache-'));
    const waits: number[] = [];
    const settings = hubSettings({ HF_ENDPOINT: asked.url, ARCHON_CACHE_DIR: cache, ...env });
    const text = await readHubModel({ id }, settings, { wait: async (seconds) => void waits.push(seconds) }).then(
      () => 'read',
      (error: unknown) => {
        if (!(error instanceof ArchonError)) throw error;
        return error.message.replaceAll(asked.url, '<hub>');
      },
    );
    return { text, waits, kept: readdirSync(cache), asked };
  }

  const lying = Buffer.alloc(16);
  lying.writeBigUInt64LE(500_000_000n);

  it.each<[string, Parameters<typeof hubWith>[0], string]>([
    ['401', { any: status(401) }, `The Hub has no public model ${id}: it answers 401.`],
    [
      '403 of the Hub',
      { 'config.json': status(403, { 'x-error-code': 'GatedRepo' }) },
      `${id} is gated: the Hub answers 403.`,
    ],
    [
      '403 of a proxy',
      { 'config.json': status(403) },
      'The answer for some-org/some-model is 403, and the Hub did not say why.',
    ],
    [
      '416',
      { 'model.safetensors': status(416, { 'content-range': 'bytes */0' }) },
      'model.safetensors has 0 bytes, less than was asked of it.',
    ],
    [
      'gated',
      { 'config.json': status(401, { 'x-error-code': 'GatedRepo' }) },
      'Accept its terms on <hub>/some-org/some-model',
    ],
    [
      '404',
      { any: status(404, { 'x-error-code': 'RepoNotFound' }) },
      `The Hub has no public model ${id}: it answers 404.`,
    ],
    ['429', { any: status(429, { 'retry-after': '60' }) }, 'Try again in 60 seconds.'],
    ['429 as the Hub says it', { any: status(429, { ratelimit: '"api";r=0;t=99' }) }, 'Try again in 99 seconds.'],
    ['500', { any: status(500) }, 'The Hub (<hub>) answers 500.'],
    ['503 for a file', { 'model.safetensors': status(503) }, 'The Hub (<hub>) answers 503.'],
    [
      'HTML',
      { api: (_, r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>') },
      'with a page of HTML.',
    ],
    ['HTML that says it is JSON', { 'config.json': (_, r) => r.end('<html>') }, 'of the Hub is not JSON'],
    ['a list', { api: (_, r) => json(r, []) }, 'is not a JSON object'],
    ['no commit', { api: (_, r) => json(r, { siblings: [] }) }, 'has no commit or no files'],
    ['half of a JSON file', { 'config.json': (_, r) => r.end('{"architectures": ["Qwen2') }, 'of the Hub is not JSON'],
    [
      'a file that is cut off',
      { 'config.json': (_, r) => r.writeHead(200, { 'content-length': '500' }).write('{', () => r.destroy()) },
      'cannot be read: the connection was closed.',
    ],
    ['a redirect loop', { any: (q, r) => r.writeHead(302, { location: q.url! }).end() }, 'more than 8 times'],
    [
      'a redirect to a file',
      { any: (_, r) => r.writeHead(302, { location: 'file:///etc/passwd' }).end() },
      'not followed',
    ],
    ['a redirect to nowhere', { any: status(302) }, 'not followed'],
    ['no architecture', { 'config.json': (_, r) => json(r, { hidden_size: 8 }) }, 'architectures is missing'],
    [
      'a header that would be too long',
      { 'model.safetensors': (_, r) => r.end(lying) },
      'its header would have 500000000 bytes',
    ],
    [
      'a header that is cut off',
      { 'model.safetensors': (_, r) => r.end(safetensors({ a: 4 }).subarray(0, 20)) },
      'The file is truncated: its header needs',
    ],
    [
      'tensors that are cut off',
      { 'model.safetensors': (_, r) => r.end(safetensors({ a: 400 }).subarray(0, 200)) },
      'The file is truncated: its tensors need',
    ],
    ['five bytes', { 'model.safetensors': (_, r) => r.end('12345') }, 'The file is truncated: it has 5 bytes'],
    ['no size', { 'model.safetensors': (_, r) => r.write('x'.repeat(200_000)) }, 'does not say how large'],
    [
      'only a LoRA',
      { api: (_, r) => json(r, { sha: commit, siblings: [{ rfilename: 'adapter_config.json' }] }) },
      'it holds a LoRA adapter',
    ],
    [
      'only GGUF',
      { api: (_, r) => json(r, { sha: commit, siblings: [{ rfilename: 'q4.gguf' }] }) },
      'it holds GGUF files',
    ],
  ])('should say what happened, and keep nothing: %s', async (_, answers, message) => {
    const { text, kept } = await ask(answers);
    expect(text).toContain(message);
    expect(kept).toEqual([]);
  });

  it('should say that it waited long enough', async () => {
    const { text } = await ask({ api: () => {} }, { HF_HUB_DOWNLOAD_TIMEOUT: '0.2' });
    expect(text).toContain('it did not answer within 0.2 seconds');
  });

  it('should not wait for ever for a hub that sends a byte now and then', async () => {
    const drip: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(timer));
    };
    const { text } = await ask({ api: drip }, { HF_HUB_DOWNLOAD_TIMEOUT: '0.1' });
    expect(text).toMatch(/it sent \d+ bytes in 1 seconds/);
  });

  it('should read long headers one after the other', async () => {
    const names = ['model-1.safetensors', 'model-2.safetensors', 'model-3.safetensors'];
    const many = Object.fromEntries([...Array(60_000).keys()].map((n) => [`model.layers.0.experts.${n}.weight`, 2]));
    const file = safetensors(many);
    const rests: string[] = [];
    let open = 0;
    const part: RequestListener = ({ headers }, response) => {
      const [, from = 0, to = 0] = /bytes=(\d+)-(\d+)/.exec(headers.range ?? '')?.map(Number) ?? [];
      if (from > 0) rests.push(++open > 1 ? 'together' : 'alone');
      const range = `bytes ${from}-${to}/${file.length}`;
      response.writeHead(206, { 'content-range': range }).end(file.subarray(from, to + 1), () => from > 0 && open--);
    };
    const listing: RequestListener = (_, response) =>
      json(response, { id, sha: commit, siblings: ['config.json', ...names].map((rfilename) => ({ rfilename })) });
    const { text } = await ask({ api: listing, ...Object.fromEntries(names.map((name) => [name, part])) });
    expect([text, rests]).toEqual(['read', ['alone', 'alone', 'alone']]);
  });

  it('should try again as the Hub says, a few times', async () => {
    const { text, waits, asked } = await ask({ any: status(429, { 'retry-after': '7' }) });
    expect(text).toContain('The Hub answers 429');
    expect([waits, asked.requests.length]).toEqual([[7, 7], 3]);
  });

  it('should read what another try brings', async () => {
    let tried = 0;
    const once: RequestListener = (_, response) =>
      ++tried === 1 ? status(503)(_, response) : json(response, smallConfig);
    expect((await ask({ 'config.json': once })).text).toBe('read');
  });

  it('should send the token to the hub, and to nobody that it redirects to', async () => {
    const other = await loopback((_, response) => response.writeHead(200).end(safetensors({ a: 2 })));
    const away: RequestListener = (_, response) => response.writeHead(302, { location: `${other.url}/file` }).end();
    const { text, asked } = await ask({ 'model.safetensors': away }, { HF_TOKEN: 'hf_secret' });
    await other.close();
    expect(text).toBe('read');
    expect(asked.requests.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer hf_secret'));
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it.each([401, 403, 429, 500])('should never print the token: %i', async (code) => {
    const { text } = await ask({ any: status(code) }, { HF_TOKEN: 'hf_secret' });
    expect(text).toContain(String(code));
    expect(text).not.toContain('hf_secret');
  });

  it('should ask through the proxy, unless NO_PROXY has the hub', async () => {
    const proxy = await loopback(hubWith({}));
    vi.stubEnv('http_proxy', proxy.url);
    vi.stubEnv('no_proxy', '');
    const proxied = await readHubModel(
      { id },
      hubSettings({ HF_ENDPOINT: 'http://hub.example', ARCHON_CACHE_DIR: mkdtempSync(join(scratch, 'cache-')) }),
    ).finally(() => proxy.close());
    expect(proxied.model.weights?.bytes).toBe(2000);
    vi.stubEnv('no_proxy', '127.0.0.1');
    expect((await ask({})).text).toBe('read');
    vi.unstubAllEnvs();
  });
});

describe('hubSettings', () => {
  it.each([
    [{ HF_ENDPOINT: 'huggingface.co' }, '"huggingface.co" is not the address of a hub'],
    [{ HF_ENDPOINT: 'https://me:secret@hub.example' }, 'has a user name or a password'],
    [{ HF_TOKEN: 'hf_\nsecret' }, 'characters that no token has'],
    [{ HF_HUB_DOWNLOAD_TIMEOUT: 'long' }, '"long" is not a number of seconds'],
  ])('should refuse %o, without secrets', (env, message) => {
    expect(() => hubSettings(env)).toThrow(message);
    expect(() => hubSettings(env)).not.toThrow('secret');
  });

  it.each(['proxy.corp:3128', 'http://user:secret@proxy:99999', 'socks5://proxy:1080'])(
    'should refuse the proxy %s, which undici cannot use, without its password',
    (proxy) => {
      expect(() => hubSettings({ HTTPS_PROXY: proxy })).toThrow('is not that of a proxy');
      expect(() => hubSettings({ HTTPS_PROXY: proxy })).not.toThrow('secret');
    },
  );

  it.each([
    ['http://hub.example.com', true],
    ['http://10.0.0.5:8080', true],
    ['https://hub.example.com', false],
    ['http://127.0.0.1:8080', false],
    ['http://localhost:8080', false],
    ['http://[::1]:8080', false],
  ])('should warn of a token that %s would get readable by all: %s', (HF_ENDPOINT, warns) => {
    const { warning } = hubSettings({ HF_ENDPOINT, HF_TOKEN: 'hf_secret' });
    expect(warning?.includes('not encrypted') ?? false).toBe(warns);
    expect(warning ?? '').not.toContain('secret');
    expect(hubSettings({ HF_ENDPOINT }).warning).toBeUndefined();
  });

  it('should keep what it reads in the user’s cache', () => {
    expect(hubSettings({ ARCHON_CACHE_DIR: '/a' }).cache).toBe('/a/hub');
    expect(hubSettings({ XDG_CACHE_HOME: '/x' }).cache).toBe('/x/archon/hub');
    expect(hubSettings({}).cache).toMatch(/\/\.cache\/archon\/hub$/);
  });
});
