import type { HubAdvice } from './hub-advice.ts';
import { type Asked, HubError, mayPass, networkError, statusError } from './hub-errors.ts';
import { joined } from './joined.ts';
import type { HubAnswer, Transport } from './transport.ts';

/** Part of a file, and the size of all of it. */
export interface Range {
  readonly bytes: Uint8Array;
  readonly total: number;
}

const redirects = 8;
const tries = 3;
/** A whole answer may take so many times the time for its beginning, and a second more for each of so many bytes. */
const patience = { times: 12, bytesPerSecond: 16_384 };
/** Longer waits than this are for the user to decide on. */
const longestWaitSeconds = 10;

/** Which hub is asked, and how. */
export interface HubConnection {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly token?: string;
  /** Seconds for an answer to begin, and between its parts. */
  readonly timeoutSeconds: number;
  readonly advice: HubAdvice;
  readonly transport: Transport;
  /** Before a further try, in seconds. */
  readonly wait?: (seconds: number) => Promise<unknown>;
}

/** Asks a hub for JSON files and parts of files. */
export class HubClient {
  readonly #hub: HubConnection;
  readonly #asked: Asked;

  constructor(hub: HubConnection, asked: Pick<Asked, 'id' | 'revision'>) {
    const { endpoint, token, advice } = hub;
    this.#hub = hub;
    this.#asked = { ...asked, endpoint, hasToken: token !== undefined, advice };
  }

  get advice(): HubAdvice {
    return this.#hub.advice;
  }

  /** A JSON object below the endpoint, of at most so many bytes. */
  async json(path: string, limit: number): Promise<Record<string, unknown>> {
    return this.#persist(async () => {
      const { body } = await this.#get(path);
      const bytes = await this.#readFirst(body, limit + 1, path);
      if (bytes.length > limit) throw this.#tooLong(path, limit);
      return parsed(new TextDecoder().decode(bytes), path);
    });
  }

  /**
   * Bytes of a file from a place on; fewer at its end. A server that sends all of it is stopped. A page may not see how large
   * the file is: then it is as large as it is listed.
   */
  async range(path: string, from: number, length: number, size?: number): Promise<Range> {
    return this.#persist(async () => {
      const { body, header, status } = await this.#get(path, { range: `bytes=${from}-${from + length - 1}` });
      const skipped = status === 206 ? 0 : from;
      const bytes = await this.#readFirst(body, skipped + length, path);
      // a whole file that ends before the range does tells its size
      const told =
        status === 206 ? /\/(\d+)$/.exec(header('content-range') ?? '')?.[1] : (header('content-length') ?? undefined);
      const total = Number(told ?? (status !== 206 && bytes.length < skipped + length ? bytes.length : (size ?? NaN)));
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
        if (tried < tries && wait <= longestWaitSeconds) await (this.#hub.wait ?? sleep)(wait);
        else if (error instanceof Busy) throw error.failure;
        else if (error instanceof HubError) throw error;
        else throw networkError(error, this.#asked, this.#hub.timeoutSeconds);
      }
  }

  async #get(path: string, more: Record<string, string> = {}): Promise<HubAnswer> {
    const { endpoint, token } = this.#hub;
    let url = new URL(`${endpoint}${path}`);
    const { origin } = url;
    for (let followed = 0; followed <= redirects; followed++) {
      const headers = {
        ...more,
        accept: '*/*',
        // never to another host than the one it is for
        ...(token !== undefined && url.origin === origin && { authorization: `Bearer ${token}` }),
      };
      const response = await this.#begin(url, headers);
      const { status } = response;
      if (status < 300 || status >= 400) return this.#checked(response, path);
      response.discard();
      url = this.#redirected(response.header('location'), url);
    }
    throw new HubError('broken', `The Hub redirects ${path} more than ${redirects} times.`, this.advice.endpoint);
  }

  #redirected(location: string | null, from: URL): URL {
    const target = location !== null && URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
    const safe = target && (target.protocol === 'https:' || target.protocol === from.protocol);
    if (safe && /^https?:$/.test(target.protocol) && target.username === '') return target;
    throw new HubError('broken', `The Hub redirects to an address that is not followed.`, this.advice.endpoint);
  }

  /** The begin of an answer. The time for it includes what is before: a name, a proxy, a connection. */
  async #begin(url: URL, headers: Record<string, string>): Promise<HubAnswer> {
    const controller = new AbortController();
    const timer = setTimeout(
      () => controller.abort(new DOMException('', 'TimeoutError')),
      this.#hub.timeoutSeconds * 1000,
    );
    try {
      return await this.#hub.transport.begin(url, headers, controller.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  #checked(response: HubAnswer, path: string): HubAnswer {
    const { status, header } = response;
    if (status >= 200 && status < 300 && !header('content-type')?.startsWith('text/html')) return response;
    response.discard();
    if (status >= 200 && status < 300)
      throw new HubError('broken', `The Hub answers ${path} with a page of HTML.`, this.advice.between);
    const whole = /^bytes \*\/(\d+)$/.exec(header('content-range') ?? '')?.[1];
    if (status === 416)
      throw new HubError(
        'broken',
        `${path} has ${whole ?? 'fewer'} bytes, less than was asked of it.`,
        'It is not what its name says. Name another revision.',
      );
    const asked = waitOf(header('retry-after'), header('ratelimit'));
    const failure = statusError(status, header('x-error-code'), this.#asked, asked);
    if (status === 429 || status >= 500) throw new Busy(failure, asked ?? 1);
    throw failure;
  }

  /** The first bytes of a body; the rest is not taken. */
  async #readFirst(body: AsyncIterable<Uint8Array>, length: number, path: string): Promise<Uint8Array> {
    const { endpoint, timeoutSeconds } = this.#hub;
    const began = performance.now();
    const chunks: Uint8Array[] = [];
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
          this.advice.slow,
        );
    }
    return joined(chunks).subarray(0, length);
  }

  #tooLong(path: string, limit: number): HubError {
    return new HubError(
      'broken',
      `${path} has more than ${limit / 1e6} MB: it is not what its name says.`,
      this.advice.endpoint,
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

const sleep = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

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
