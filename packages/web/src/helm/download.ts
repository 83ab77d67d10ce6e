import { elementOf, isAboutHelm, type AboutHelm, type HelmFile, type HelmFileSizes } from './about.ts';

/** Why Helm cannot be had, in words for the page. */
export class HelmMissing extends Error {
  override name = 'HelmMissing';
}

/** Called with the bytes that have come, of so many. */
export type Progress = (received: number, total: number) => void;

export interface Download {
  readonly about: AboutHelm;
  readonly program: Uint8Array<ArrayBuffer>;
  readonly script: string;
}

/** The page has Helm in it: it was written by `archon web --out … --with-helm`. */
export const hasHelm = (): boolean => document.getElementById(elementOf('about.json')) !== null;

/** Takes Helm out of the page, or downloads it from next to it. */
export async function downloadHelm(progress: Progress, signal: AbortSignal): Promise<Download> {
  const about = await aboutHelm(signal);
  const total = about.files['helm.wasm'].zippedBytes + about.files['worker.js'].zippedBytes;
  let received = 0;
  const count = (bytes: number): void => progress(Math.min((received += bytes), total), total);
  const script = await fileOf('worker.js', about, count, signal);
  const program = await fileOf('helm.wasm', about, count, signal);
  return { about, program, script: new TextDecoder().decode(script) };
}

async function aboutHelm(signal: AbortSignal): Promise<AboutHelm> {
  const inPage = document.getElementById(elementOf('about.json'))?.textContent;
  const text = inPage ?? (await (await ask('about.json', signal)).text());
  let about: unknown;
  try {
    about = JSON.parse(text);
  } catch {
    about = undefined;
  }
  if (isAboutHelm(about)) return about;
  throw new HelmMissing(
    /^\s*</.test(text)
      ? `${addressOf('about.json')} is a web page, not Helm: the server answers so where a file is missing, or asks for a login.`
      : `${addressOf('about.json')} is not what Archon writes. Serve the page with archon web.`,
  );
}

async function fileOf(
  file: HelmFile,
  { files }: AboutHelm,
  count: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const inPage = document.getElementById(elementOf(file))?.textContent;
  const came = inPage === undefined || inPage === null ? await receive(file, count, signal) : decoded(inPage);
  const bytes = await unzipped(file, came);
  await check(file, bytes, files[file]);
  return bytes;
}

const addressOf = (file: string): string => new URL(`helm/${file}`, location.href.split('#')[0]).href;

async function ask(file: string, signal: AbortSignal): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(addressOf(file), { signal, credentials: 'same-origin' });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new HelmMissing(`${addressOf(file)} cannot be reached. Is the server of this page still there?`);
  }
  if (answer.ok) return answer;
  const said = answer.headers.get('content-type')?.startsWith('text/plain') ? (await answer.text()).slice(0, 500) : '';
  const why = said || (answer.status === 404 ? 'The page was published without Helm.' : 'Try it again later.');
  throw new HelmMissing(`${addressOf(file)} answers ${answer.status}. ${why}`);
}

async function receive(file: HelmFile, count: (bytes: number) => void, signal: AbortSignal) {
  const answer = await ask(`${file}.gz`, signal);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  try {
    const reader = answer.body!.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      parts.push(read.value);
      count(read.value.length);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    throw new HelmMissing(`The download of ${addressOf(`${file}.gz`)} was interrupted. Try it again.`);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function decoded(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  return Uint8Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

/** Servers may send a .gz file unzipped, or say so and let the browser do it. */
async function unzipped(file: HelmFile, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new HelmMissing(`${addressOf(`${file}.gz`)} is damaged, or only a part of it came. Try it again.`);
  }
}

async function check(file: HelmFile, bytes: Uint8Array<ArrayBuffer>, sizes: HelmFileSizes): Promise<void> {
  const where = addressOf(`${file}.gz`);
  if (bytes[0] === 0x3c)
    throw new HelmMissing(
      `${where} is a web page, not Helm: the server answers so where a file is missing, or asks for a login.`,
    );
  const other = `${where} is not the file that belongs to helm/about.json`;
  if (bytes.length !== sizes.bytes)
    throw new HelmMissing(`${other}: it has ${bytes.length} bytes, not ${sizes.bytes}. Reload the page and try again.`);
  // browsers have no digests on a page that came by plain HTTP from another machine
  if (globalThis.crypto?.subtle === undefined) return;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const found = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== sizes.sha256)
    throw new HelmMissing(
      `${other}: its SHA-256 is ${found.slice(0, 12)}…, not ${sizes.sha256.slice(0, 12)}…. Reload the page and try again.`,
    );
}
