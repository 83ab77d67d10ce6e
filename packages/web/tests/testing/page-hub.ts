import type { IncomingMessage, ServerResponse } from 'node:http';
import { loopback } from '@archon/hub/testing/loopback';

/** A hub that pages may read, with one good model and some whose answers are wrong in a way that the id names. */
export interface PageHub {
  readonly url: string;
  /** Paths that were asked for. */
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

export const good = 'some-org/tuned-8b';
export const commit = 'c0ffee'.repeat(6) + 'c0ff';

/** A dense model of 8 billion parameters. */
export const config = {
  architectures: ['Qwen3ForCausalLM'],
  model_type: 'qwen3',
  hidden_size: 4096,
  intermediate_size: 12_288,
  num_hidden_layers: 36,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  head_dim: 128,
  vocab_size: 151_936,
  max_position_embeddings: 40_960,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
};

/** The header of a file with 16 GB of weights, of which only the header is ever sent. */
const tensors = { 'model.weights': { dtype: 'BF16', shape: [8e9], data_offsets: [0, 16e9] } };
const header = Buffer.from(JSON.stringify(tensors));
const length = Buffer.alloc(8);
length.writeBigUInt64LE(BigInt(header.length));
const start = Buffer.concat([length, header]);
const total = start.length + 16e9;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(code, headers).end('no');

const wrong: Readonly<Record<string, Answer>> = {
  'bad/gone': status(404, { 'x-error-code': 'RepoNotFound' }),
  'bad/private': status(401),
  'bad/gated': status(403, { 'x-error-code': 'GatedRepo' }),
  'bad/busy': status(429, { 'retry-after': '100' }),
  'bad/html': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>'),
  'bad/half': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"id":');
    setTimeout(() => response.destroy(), 50);
  },
};

export async function startPageHub(): Promise<PageHub> {
  const requests: string[] = [];
  const { url, close } = await loopback((request, response) => {
    const { pathname } = new URL(request.url!, 'http://hub');
    requests.push(pathname);
    const id = /^(?:\/api\/models)?\/([^/]+\/[^/]+)/.exec(pathname)?.[1] ?? '';
    // the Hub allows pages of every origin, and shows them these headers
    if (id !== 'bad/closed') {
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('access-control-expose-headers', 'X-Error-Code, Content-Range, Retry-After');
    }
    const other = Object.hasOwn(wrong, id) ? wrong[id] : undefined;
    if (other) return other(request, response);
    const json = (value: unknown): void =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (pathname.startsWith('/api/'))
      return json({
        id,
        sha: commit,
        siblings: [{ rfilename: 'config.json' }, { rfilename: 'model.safetensors', size: total }],
      });
    if (pathname.endsWith('/config.json')) return json(config);
    const range = `bytes 0-${start.length - 1}/${total}`;
    response.writeHead(206, { 'content-range': range, 'content-length': start.length }).end(start);
  });
  return { url, requests, close };
}
