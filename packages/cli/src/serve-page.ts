import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { hubSettings } from '@archon/hub/hub-settings';
import { ArchonError } from '@archon/values/problem';
import { findHelm } from './find-helm.ts';
import { findPage } from './find-page.ts';
import { pageWithHelm, writeSite } from './helm-files.ts';
import { pageLink, planQuestion, type LinkedQuestion } from './page-link.ts';
import { leftOut } from './print-link.ts';
import { readRequest, type PlanOptions } from './read-request.ts';
import { helmFileAt, sendHelm } from './serve-helm.ts';

/** The flags of `archon web`, as typed. */
export interface WebOptions extends Pick<PlanOptions, 'gpu' | 'gpuCount' | 'model' | 'release' | 'set' | 'values'> {
  port: string;
  out?: string;
  withHelm?: boolean;
  hub?: string;
}

/** Serves the configurator on 127.0.0.1 until the process is ended, or writes it to a file. */
export async function servePage({ port, out, withHelm = false, hub, ...options }: WebOptions): Promise<void> {
  const number = portOf(port);
  if (withHelm && (out === undefined || isFolder(out)))
    throw new ArchonError([
      { path: '--with-helm', message: '--with-helm is for --out <file>: the server and a folder have Helm anyway.' },
    ]);
  const endpoint = hubOf(hub);
  const question = planQuestion(await readRequest({ ...options, ...(hub !== undefined && { hub: endpoint }) }));
  leftOut(question, options);
  const page = withHub(readFileSync(findPage(), 'utf8'), endpoint);
  if (out !== undefined) {
    const helm = withHelm || isFolder(out) ? await findHelm() : undefined;
    return void console.log(writePage(page, out, question, helm));
  }
  const server = pageServer(page);
  const taken = await listen(server, number);
  console.log(`${pageLink(question, `http://127.0.0.1:${taken}/`)}\n\nPress Ctrl-C to end.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close().closeAllConnections());
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port;
  throw new ArchonError([
    { path: '--port', message: `--port must be a number from 0 to 65535, not ${JSON.stringify(text)}.` },
  ]);
}

/** A folder is written with what Helm is made of, for a web server. */
const isFolder = (out: string): boolean =>
  /[/\\]$/.test(out) || statSync(out, { throwIfNoEntry: false })?.isDirectory() === true;

/** The address of the hub that the page may read. */
function hubOf(named: string | undefined): string {
  if (named === undefined) return hubSettings(process.env).endpoint;
  try {
    return hubSettings({ HF_ENDPOINT: named }).endpoint;
  } catch (error) {
    if (!(error instanceof ArchonError)) throw error;
    throw new ArchonError(error.problems.map(({ message }) => ({ path: '--hub', message })));
  }
}

/** The page, with another hub in it and in its policy. */
export function withHub(page: string, endpoint: string): string {
  if (endpoint === 'https://huggingface.co') return page;
  const { origin } = new URL(endpoint);
  return page
    .replace('connect-src ', () => `connect-src ${origin} `)
    .replace(/(<meta name="archon-hub" content=")[^"]*/, (_, start: string) => start + escaped(endpoint));
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** Writes the page, with Helm if it is given, and says where it is, and where with the question. */
export function writePage(page: string, out: string, question: LinkedQuestion, helm?: string): string {
  try {
    if (helm !== undefined && isFolder(out)) writeSite(page, helm, out);
    else writeFileSync(out, helm === undefined ? page : pageWithHelm(page, helm));
  } catch (error) {
    throw new ArchonError([{ path: '--out', message: `${out} cannot be written: ${(error as Error).message}.` }]);
  }
  if (isFolder(out)) return `${out}: publish it with any web server.`;
  const address = pathToFileURL(path.resolve(out)).href;
  const link = pageLink(question, address);
  return `${out}: open it in a browser.${link === address ? '' : ` With your question:\n${link}`}`;
}

/** What the page loads later is in its file as a text. */
const later = /\s*<script type="text\/plain" id="more">([^]*?)<\/script>/;

/** Serves the page at /, with its own policy as a header, what it loads later at /more.js and under /helm/, and nothing else. */
export function pageServer(page: string, find?: () => Promise<string>): Server {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "default-src 'none'";
  const files = new Map([
    ['/', zipped('text/html', page.replace(later, ''))],
    ['/more.js', zipped('text/javascript', later.exec(page)?.[1] ?? '')],
  ]);
  const headers = {
    'Content-Security-Policy': `${policy}; frame-ancestors 'none'`,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-cache',
  };
  return createServer((request, response) => {
    const { method, url = '', headers: asked } = request;
    // another site may have a name that leads to 127.0.0.1
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(asked.host ?? '')) return void response.writeHead(421).end();
    if (method !== 'GET' && method !== 'HEAD') return void response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    const name = url.split('?')[0]!;
    const helm = helmFileAt(name);
    if (helm) return void sendHelm(helm, response, { headOnly: method === 'HEAD', ...(find && { find }) });
    const file = files.get(name);
    if (!file) return void response.writeHead(404).end();
    const small = /\bgzip\b/.test(asked['accept-encoding'] ?? '');
    response.writeHead(200, {
      ...headers,
      'Content-Type': `${file.type}; charset=utf-8`,
      ...(small && { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' }),
    });
    response.end(method === 'HEAD' ? undefined : small ? file.gzip : file.text);
  });
}

const zipped = (type: string, text: string) => ({ type, text, gzip: gzipSync(text, { level: 9 }) });

/** The port that it listens on. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const hint = 'Name another: --port 0 takes a free one.';
      reject(new ArchonError([{ path: '--port', message: `Port ${port} cannot be used: ${error.code}.`, hint }]));
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
