import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Asked, HubError, mayPass, networkError, statusError } from './hub-errors.ts';
import type { HubSettings } from './hub-settings.ts';

/** Part of a file, and the size of all of it. */
export interface Range {
  readonly bytes: Buffer;
  readonly total: number;
}

const redirects = 8;
const tries = 3;
/** A whole answer may take so many times the time for its beginning, and a second more for each of so many bytes. */
const patience = { times: 12, bytesPerSecond: 16_384 };
/** Longer waits than this are for the user to decide on. */
const longestWaitSeconds = 10;

/** Asks a hub for JSON files and parts of files. Close it, or its connections keep the process alive. */
export class HubClient {
  readonly #settings: HubSettings;
  readonly #asked: Asked;
  readonly #dispatcher: Dispatcher;
  readonly #wait: (seconds: number) => Promise<unknown>;

  constructor(
    settings: HubSettings,
    asked: Omit<Asked, 'endpoint' | 'hasToken'>,
    wait: (seconds: number) => Promise<unknown> = (seconds) => sleep(seconds * 1000),
  ) {
    const { endpoint, token, timeoutSeconds } = settings;
    this.#settings = settings;
    this.#asked = { ...asked, endpoint, hasToken: token !== undefined };
    this.#wait = wait;
    const timeout = timeoutSeconds * 1000;
    // the proxies are those of HTTPS_PROXY, HTTP_PROXY and NO_PROXY
    this.#dispatcher = new EnvHttpProxyAgent({ connect: { timeout }, bodyTimeout: timeout, proxyTunnel: false });
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  /** A JSON object below the endpoint, of at most so many bytes. */
  async json(path: string, limit: number): Promise<Record<string, unknown>> {
    return this.#persist(async () => {
      const { body } = await this.#get(path);
      const bytes = await this.#readFirst(body, limit + 1, path);
      if (bytes.length > limit) throw this.#tooLong(path, limit);
      return parsed(bytes.toString('utf8'), path);
    });
  }

  /** Bytes of a file from a place on; fewer at its end. A server that sends all of it is stopped. */
  async range(path: string, from: number, length: number): Promise<Range> {
    return this.#persist(async () => {
      const { body, headers, statusCode } = await this.#get(path, { range: `bytes=${from}-${from + length - 1}` });
      const skipped = statusCode === 206 ? 0 : from;
      const bytes = await this.#readFirst(body, skipped + length, path);
      // a whole file that ends before the range does tells its size
      const told =
        statusCode === 206 ? /\/(\d+)$/.exec(String(headers['content-range']))?.[1] : headers['content-length'];
      const total = Number(told ?? (statusCode !== 206 && bytes.length < skipped + length ? bytes.length : NaN));
      if (!Number.isSafeInteger(total))
        throw new HubError('broken', `The Hub does not say how large ${path} is.`, 'A proxy may be in between.');
      return { bytes: bytes.subarray(skipped), total };
    });
  }

  /** Tries again where that may help: after the wait that the Hub asks for, if it is short. */
  async #persist<T>(attempt: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried++)
      try {
        return await attempt();
      } catch (error) {
        const wait = error instanceof Busy ? error.waitSeconds : mayPass(error) ? tried / 2 : Infinity;
        if (tried < tries && wait <= longestWaitSeconds) await this.#wait(wait);
        else if (error instanceof Busy) throw error.failure;
        else if (error instanceof HubError) throw error;
        else throw networkError(error, this.#settings.endpoint, this.#settings.timeoutSeconds);
      }
  }

  async #get(path: string, more: Record<string, string> = {}): Promise<Dispatcher.ResponseData> {
    const { endpoint, token } = this.#settings;
    let url = new URL(`${endpoint}${path}`);
    const { origin } = url;
    for (let followed = 0; followed <= redirects; followed++) {
      const headers = {
        ...more,
        accept: '*/*',
        'accept-encoding': 'identity',
        'user-agent': 'archon',
        // never to another host than the one it is for
        ...(token !== undefined && url.origin === origin && { authorization: `Bearer ${token}` }),
      };
      const response = await this.#begin(url, headers);
      const { statusCode } = response;
      if (statusCode < 300 || statusCode >= 400) return this.#checked(response, path);
      discard(response.body);
      url = redirected(response.headers.location, url);
    }
    throw new HubError(
      'broken',
      `The Hub redirects ${path} more than ${redirects} times.`,
      'Check HF_ENDPOINT and proxies.',
    );
  }

  /** The begin of an answer. The time for it includes what is before: a name, a proxy, a connection. */
  async #begin(url: URL, headers: Record<string, string>): Promise<Dispatcher.ResponseData> {
    const controller = new AbortController();
    const timer = setTimeout(
      () => controller.abort(new DOMException('', 'TimeoutError')),
      this.#settings.timeoutSeconds * 1000,
    );
    try {
      return await request(url, { dispatcher: this.#dispatcher, headers, signal: controller.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  #checked(response: Dispatcher.ResponseData, path: string): Dispatcher.ResponseData {
    const { statusCode: status, headers, body } = response;
    const one = (name: string): string | null => [headers[name]].flat()[0] ?? null;
    if (status >= 200 && status < 300 && !one('content-type')?.startsWith('text/html')) return response;
    discard(body);
    if (status >= 200 && status < 300)
      throw new HubError(
        'broken',
        `The Hub answers ${path} with a page of HTML.`,
        'A proxy or a sign-in page may be in between; HF_ENDPOINT names the hub.',
      );
    const whole = /^bytes \*\/(\d+)$/.exec(one('content-range') ?? '')?.[1];
    if (status === 416)
      throw new HubError(
        'broken',
        `${path} has ${whole ?? 'fewer'} bytes, less than was asked of it.`,
        'It is not what its name says. Name another revision.',
      );
    const asked = waitOf(one('retry-after'), one('ratelimit'));
    const failure = statusError(status, one('x-error-code'), this.#asked, asked);
    if (status === 429 || status >= 500) throw new Busy(failure, asked ?? 1);
    throw failure;
  }

  /** The first bytes of a body; the rest is not taken. */
  async #readFirst(body: AsyncIterable<Buffer>, length: number, path: string): Promise<Buffer> {
    const { endpoint, timeoutSeconds } = this.#settings;
    const began = performance.now();
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= length) break;
      const seconds = (performance.now() - began) / 1000;
      if (seconds > patience.times * timeoutSeconds + size / patience.bytesPerSecond)
        throw new HubError(
          'unreachable',
          `The Hub (${endpoint}) is too slow: of ${path} it sent ${size} bytes in ${Math.round(seconds)} seconds.`,
          'Try again later; HF_HUB_DOWNLOAD_TIMEOUT gives it more time.',
        );
    }
    return Buffer.concat(chunks).subarray(0, length);
  }

  #tooLong(path: string, limit: number): HubError {
    return new HubError(
      'broken',
      `${path} has more than ${limit / 1e6} MB: it is not what its name says.`,
      'Check HF_ENDPOINT.',
    );
  }
}

/** An answer after which another try may help. */
class Busy extends Error {
  readonly failure: HubError;
  readonly waitSeconds: number;

  constructor(failure: HubError, waitSeconds: number) {
    super(failure.message);
    this.failure = failure;
    this.waitSeconds = waitSeconds;
  }
}

/** Retry-After, in seconds or as a date, or what the Hub's RateLimit header says: `"api";r=0;t=123`. */
function waitOf(retryAfter: string | null, rateLimit: string | null): number | undefined {
  const text = retryAfter ?? /;\s*t=(\d+)/.exec(rateLimit ?? '')?.[1];
  if (text === undefined || text === null) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

function redirected(location: string | string[] | undefined, from: URL): URL {
  const target =
    typeof location === 'string' && URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  const safe = target && (target.protocol === 'https:' || target.protocol === from.protocol);
  if (safe && /^https?:$/.test(target.protocol) && target.username === '') return target;
  throw new HubError(
    'broken',
    `The Hub redirects to an address that is not followed.`,
    'Check HF_ENDPOINT and proxies.',
  );
}

/** Closes the connection; undici reports that as an error of the body. */
function discard(body: Dispatcher.ResponseData['body']): void {
  body.on('error', () => {}).destroy();
}

function parsed(text: string, path: string): Record<string, unknown> {
  const broken = (why: string): HubError =>
    new HubError('broken', `${path} of the Hub ${why}.`, 'Try again; a proxy may have cut it off or changed it.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw broken(`is not JSON: ${(error as SyntaxError).message.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100)}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw broken('is not a JSON object');
}
