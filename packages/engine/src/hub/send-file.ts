import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { digestOf, type HubFile } from './hub-model.ts';

/** Delays of a hub. */
export interface Pace {
  /** Before each file begins. */
  delayMs?: number;
  /** Of each file. */
  bytesPerSecond?: number;
}

/** Answers HEAD and GET for a file: all of it, or a range, for a download that was interrupted. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: HubFile,
  commit: string,
  pace: Pace,
): Promise<void> {
  const { start, end } = rangeOf(request.headers.range, file.size);
  const partial = request.headers.range !== undefined;
  if (start >= file.size && partial)
    return void response.writeHead(416, { 'Content-Range': `bytes */${file.size}` }).end();
  response.writeHead(partial ? 206 : 200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': end - start,
    'Accept-Ranges': 'bytes',
    ETag: `"${await digestOf(file)}"`,
    'X-Repo-Commit': commit,
    ...(partial && { 'Content-Range': `bytes ${start}-${end - 1}/${file.size}` }),
  });
  if (request.method === 'HEAD' || start === end) return void response.end();
  if (pace.delayMs) await wait(pace.delayMs);
  // A client may disconnect early.
  await pipeline(paced(file, start, end, pace), response).catch(() => {});
}

/** Start of the requested range, and the byte after its last. */
function rangeOf(range: string | undefined, size: number): { start: number; end: number } {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  return { start: Number(from ?? 0), end: to ? Math.min(Number(to) + 1, size) : size };
}

async function* paced({ file }: HubFile, start: number, end: number, { bytesPerSecond }: Pace): AsyncGenerator<Buffer> {
  // Ten pieces a second
  const piece = bytesPerSecond && Math.max(1, Math.ceil(bytesPerSecond / 10));
  const stream = createReadStream(file, { start, end: end - 1, ...(piece && { highWaterMark: piece }) });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (bytesPerSecond) await wait((chunk.length / bytesPerSecond) * 1000);
    yield chunk;
  }
}
