import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hubModel, type HubModel, infoOf, treeOf } from './hub/hub-model.ts';
import { type Pace, sendFile } from './hub/send-file.ts';

export interface HubOptions extends Pace {
  /** Loopback, by default. */
  address?: string;
  /** Any free one, by default. */
  port?: number;
  /** The folder for each id: any id can be given to any model. */
  models: Readonly<Record<string, string>>;
}

/** A running hub; set HF_ENDPOINT to its `url`. */
export interface Hub {
  url: string;
  /** The requests so far: `GET /archon/tiny/resolve/main/config.json`. */
  requests: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves folders as the Hugging Face Hub serves models, as far as huggingface_hub asks for it: what a model consists of,
 * and its files. A revision is `main`, or any commit: a values file that pins one gets it.
 */
export async function startHub({ address = '127.0.0.1', port = 0, models, ...pace }: HubOptions): Promise<Hub> {
  const known = new Map(Object.entries(models).map(([id, folder]) => [id, hubModel(id, folder)]));
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(known, pace, request, response).catch(() => response.writeHead(400).end());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, address, resolve));
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${address.includes(':') ? `[${address}]` : address}:${taken}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const routes = {
  file: /^\/(?<id>.+?)\/resolve\/(?<revision>[^/]+)\/(?<path>.+)$/,
  tree: /^\/api\/models\/(?<id>.+?)\/tree\/(?<revision>[^/]+)\/?$/,
  info: /^\/api\/models\/(?<id>.+?)(?:\/revision\/(?<revision>[^/]+))?$/,
};

async function answer(
  models: ReadonlyMap<string, HubModel>,
  pace: Pace,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url!, 'http://hub');
  const [kind, match] =
    Object.entries(routes)
      .map(([name, pattern]) => [name, pattern.exec(pathname)?.groups] as const)
      .find(([, groups]) => groups) ?? [];
  const { id = '', revision = 'main', path = '' } = mapValues(match ?? {}, decodeURIComponent);
  const model = models.get(id);
  if (!model) return refuse(response, 'RepoNotFound', `There is no model "${id}" here.`);
  const commit = revision === 'main' ? model.commit : revision;
  if (!/^[0-9a-f]{40}$/.test(commit))
    return refuse(response, 'RevisionNotFound', `There is no revision "${revision}".`);
  if (kind === 'info') return sendJson(response, infoOf(model, commit), commit);
  if (kind === 'tree') return sendJson(response, await treeOf(model), commit);
  const file = model.files.find((one) => one.path === path);
  if (!file) return refuse(response, 'EntryNotFound', `${id} has no file "${path}".`, commit);
  return sendFile(request, response, file, commit, pace);
}

/** huggingface_hub distinguishes its errors by this header. */
function refuse(response: ServerResponse, code: string, message: string, commit?: string): void {
  const headers = { 'X-Error-Code': code, 'X-Error-Message': message, ...(commit && { 'X-Repo-Commit': commit }) };
  response.writeHead(404, headers).end();
}

function sendJson(response: ServerResponse, body: object, commit: string): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'X-Repo-Commit': commit }).end(JSON.stringify(body));
}

const mapValues = (
  record: Record<string, string | undefined>,
  change: (text: string) => string,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([key, text]) => (text === undefined ? [] : [[key, change(text)]])),
  );
