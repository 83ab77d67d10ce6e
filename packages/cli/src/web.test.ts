import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gpuNamed } from '@archon/advice/catalog-names';
import { afterEach, describe, expect, it } from 'vitest';
import { pageServer, withHub, writePage } from './serve-page.ts';
import { runArchon } from './testing/run-archon.ts';

const coder = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';

describe('--link', () => {
  it.each([
    [['plan', '--gpu', 'RTX 4090', '--link'], 'http://127.0.0.1:8600/#gpu=rtx-4090'],
    [
      ['plan', '--gpu', 'l4', '--model', coder, '--set', 'engine.maxModelLen=8192', '--link', 'https://example.com/'],
      `https://example.com/#gpu=l4&model=${coder}&ctx=8192`,
    ],
    [
      ['values', '--gpu', 'l4', '--gpu-count', '2', '--users', '3', '--set', 'engine.maxNumSeqs=8', '--link'],
      'http://127.0.0.1:8600/#gpu=l4&n=2&users=3&seqs=8',
    ],
    [['plan', '--gpu', 'l4', '--release', '0.22.1', '--link'], 'http://127.0.0.1:8600/#gpu=l4&rel=0.22.1'],
  ])('should be printed by archon %j', async (args, link) => {
    expect(await runArchon(...args)).toEqual({ code: 0, out: `${link}\n`, err: '' });
  });

  it.each([
    ['plan', ['--set', 'engine.dtype=float16'], 'engine.dtype'],
    ['plan', ['--used-gib', '1', '--warm'], '--used-gib, --warm'],
    [
      'plan',
      ['--set', 'replicas=2,model.revision=abc,persistence.accessModes={ReadWriteMany}'],
      'replicas, model.revision, persistence',
    ],
    ['values', ['--set', 'engine.dtype=float16,ingress.enabled=false'], 'ingress, engine.dtype'],
  ])('should say what it does not carry: archon %s %j', async (command, args, left) => {
    const { out, err } = await runArchon(command, '--gpu', 'l4', ...args, '--link');
    expect([out, err]).toEqual(['http://127.0.0.1:8600/#gpu=l4\n', `warning  Not in the link: ${left}.\n`]);
  });

  it.each(['plan', 'values'])('should carry the image that the values name, from archon %s', async (command) => {
    const { out, err } = await runArchon(command, '--gpu', 'l4', '--set', 'image.tag=v0.22.1', '--link');
    expect([out, err]).toEqual(['http://127.0.0.1:8600/#gpu=l4&rel=0.22.1\n', '']);
  });

  it.each(['plan', 'values'])('should be refused with --json by archon %s', async (command) => {
    const { code, out } = await runArchon(command, '--gpu', 'l4', '--link', '--json');
    expect([code, out]).toEqual([1, expect.stringContaining('A link is not JSON')]);
  });
});

describe('archon web', () => {
  it('should refuse a port that is none, before it builds', async () => {
    const { code, err } = await runArchon('web', '--port', '8o');
    expect([code, err]).toEqual([1, expect.stringContaining('--port must be a number from 0 to 65535, not "8o".')]);
  });

  it('should write the page, and say where it has the question', () => {
    const folder = mkdtempSync(join(tmpdir(), 'archon-web-'));
    const [page, out] = ['the page', join(folder, 'my page.html')];
    try {
      expect(writePage(page, out, { gpu: gpuNamed('l4'), options: {} })).toBe(
        `${out}: open it in a browser. With your question:\n${pathToFileURL(out).href}#gpu=l4`,
      );
      expect(readFileSync(out, 'utf8')).toBe('the page');
      expect(writePage(page, out, { options: {} })).toBe(`${out}: open it in a browser.`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('should write a page with Helm in it, and a folder with Helm next to the page', () => {
    const folder = mkdtempSync(join(tmpdir(), 'archon-web-'));
    const page = '<body><script>"</body>"</script></body></html>';
    const [helm, out, site] = ['helm', 'out.html', 'site/'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    mkdirSync(helm);
    writeFileSync(join(helm, 'about.json'), '{"helm":"4"}');
    for (const name of ['helm.wasm', 'worker.js']) writeFileSync(join(helm, `${name}.gz`), name);
    writeFileSync(join(helm, 'licences.txt'), 'MIT');
    try {
      expect(writePage(page, out, { options: {} }, helm)).toBe(`${out}: open it in a browser.`);
      const element = (name: string, text: string) => `<script type="text/plain" id="helm/${name}">${text}</script>\n`;
      expect(readFileSync(out, 'utf8')).toBe(
        '<body><script>"</body>"</script>' +
          element('about.json', '{"helm":"4"}') +
          element('helm.wasm', 'aGVsbS53YXNt') +
          element('worker.js', 'd29ya2VyLmpz') +
          element('licences.txt', 'TUlU') +
          '</body></html>',
      );
      expect(writePage(page, site, { options: {} }, helm)).toBe(`${site}: publish it with any web server.`);
      expect(readdirSync(site)).toEqual(['helm', 'index.html']);
      expect(readdirSync(join(site, 'helm')).sort()).toEqual([
        'about.json',
        'helm.wasm.gz',
        'licences.txt',
        'worker.js.gz',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('should refuse --with-helm where Helm is there anyway', async () => {
    const { code, err } = await runArchon('web', '--with-helm');
    expect([code, err]).toEqual([1, expect.stringContaining('--with-helm is for --out <file>')]);
  });
  it('should let the page read a mirror, and say so in its policy', () => {
    const page =
      '<meta content="connect-src https://huggingface.co" /><meta name="archon-hub" content="https://huggingface.co" />';
    expect(withHub(page, 'https://huggingface.co')).toBe(page);
    expect(withHub(page, 'http://127.0.0.1:8080/hub&x')).toBe(
      '<meta content="connect-src http://127.0.0.1:8080 https://huggingface.co" /><meta name="archon-hub" content="http://127.0.0.1:8080/hub&amp;x" />',
    );
  });

  it.each(['huggingface', 'ftp://example.com', 'https://user:secret@example.com'])(
    'should refuse a hub that has no address: %s',
    async (hub) => {
      const { code, err } = await runArchon('web', '--hub', hub);
      expect([code, err]).toEqual([1, expect.stringContaining('--hub')]);
      expect(err).not.toContain('secret');
    },
  );

  it('should name the nearest GPU', async () => {
    expect((await runArchon('web', '--gpu', 'rtx-5070-tj')).err).toContain('Did you mean rtx-5070-ti');
  });
});

describe('the server of the page', () => {
  const page = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'" />${'x'.repeat(5000)}`;
  it('should send what the page loads later as a file of its own', async () => {
    const server = pageServer(`${page}<script type="text/plain" id="more">later()</script>`);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await (await fetch(address)).text()).toBe(page);
    const more = await fetch(`${address}/more.js`);
    expect([await more.text(), more.headers.get('content-type')]).toEqual([
      'later()',
      'text/javascript; charset=utf-8',
    ]);
  });

  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close().closeAllConnections()));

  /** What the server answers, without its text. */
  async function ask(
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
    find?: () => Promise<string>,
  ): Promise<IncomingMessage> {
    const server = pageServer(page, find);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      get({ port, path, method, headers, host: '127.0.0.1' }, (response) => resolve(response.resume())).on(
        'error',
        reject,
      );
    });
  }

  it('should send the page with its policy, small where the browser takes it', async () => {
    const { statusCode, headers } = await ask('/', { 'accept-encoding': 'gzip' });
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    });
    expect((await ask('/?x')).headers['content-encoding']).toBeUndefined();
  });

  it.each([
    [404, '/other', {}, 'GET'],
    [405, '/', {}, 'POST'],
    [421, '/', { host: 'attacker.example' }, 'GET'],
  ])('should answer %i to %s %j %s', async (status, path, headers, method) => {
    expect((await ask(path, headers as Record<string, string>, method)).statusCode).toBe(status);
  });

  it('should send what the page needs for "Check with Helm", by their names alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'archon-helm-'));
    writeFileSync(join(folder, 'helm.wasm.gz'), 'zipped');
    const find = () => Promise.resolve(folder);
    const { statusCode, headers } = await ask('/helm/helm.wasm.gz?x', {}, 'GET', find);
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/gzip',
      'content-length': '6',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
    expect(headers['content-encoding']).toBeUndefined();
    for (const other of ['/helm/', '/helm/../package.json', '/helm/helm.wasm', '/helm//about.json'])
      expect((await ask(other, {}, 'GET', find)).statusCode).toBe(404);
    rmSync(folder, { recursive: true });
  });

  it('should say why it cannot send it', async () => {
    const find = () => Promise.reject(new Error('go is missing'));
    const answer = await ask('/helm/about.json', {}, 'GET', find);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);
  });
});
