import { HubError } from './hub-errors.ts';
import type { HubAnswer, Transport } from './transport.ts';

/** What of fetch is used. */
export type Fetch = (url: URL, options: FetchInit) => Promise<Response>;

interface FetchInit {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly credentials: 'omit';
  readonly referrerPolicy: 'no-referrer';
  readonly cache: 'no-store';
}

interface FetchOptions {
  readonly endpoint: string;
  readonly timeoutSeconds: number;
  /** What to do where the hub cannot be read. */
  readonly hint: string;
}

/** Asks by fetch, in a page: the browser follows redirects, and does not say why it could not read. */
export function fetchTransport(fetch: Fetch, { endpoint, timeoutSeconds, hint }: FetchOptions): Transport {
  const unreachable = (why: string): HubError =>
    new HubError('unreachable', `The Hub (${endpoint}) cannot be read: ${why}.`, hint);
  return {
    begin: async (url, headers, signal): Promise<HubAnswer> => {
      const controller = new AbortController();
      signal.addEventListener('abort', () => controller.abort(signal.reason));
      const options: FetchInit = {
        headers: { ...headers },
        signal: controller.signal,
        // nobody is signed in here, and the hub does not learn which page asks
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
      };
      const response = await fetch(url, options).catch((error: unknown) => {
        if (!(error instanceof TypeError)) throw error;
        throw unreachable('there is no network, a policy forbids it, or the hub does not let pages read it (CORS)');
      });
      return {
        status: response.status,
        header: (name) => response.headers.get(name),
        body: chunksOf(response, timeoutSeconds, unreachable),
        discard: () => controller.abort(),
      };
    },
    close: () => Promise.resolve(),
  };
}

/** The parts of a body. Each has its time, and what is not taken closes the connection. */
async function* chunksOf(
  { body }: Response,
  timeoutSeconds: number,
  unreachable: (why: string) => HubError,
): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), timeoutSeconds).catch((error: unknown) => {
        if (error instanceof TypeError) throw unreachable('the connection was closed');
        throw error;
      });
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}

async function inTime<T>(result: Promise<T>, seconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('', 'TimeoutError')), seconds * 1000);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
