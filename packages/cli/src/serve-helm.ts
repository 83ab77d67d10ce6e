import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { helmFiles } from './helm-files.ts';
import { findHelm } from './find-helm.ts';

/** Nothing in them is a page: a browser that opens one shows or saves it. */
const headers = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
};

/** The file of "Check with Helm" that a path names: `/helm/helm.wasm.gz`. */
export const helmFileAt = (path: string): string | undefined => helmFiles.find((name) => path === `/helm/${name}`);

/** Sends one. Where it cannot be had, the answer says why, and the page shows that. */
export async function sendHelm(
  name: string,
  response: ServerResponse,
  { headOnly, find = findHelm }: { headOnly: boolean; find?: () => Promise<string> },
): Promise<void> {
  let content: Buffer;
  try {
    content = readFileSync(join(await find(), name));
  } catch (error) {
    response.writeHead(503, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' });
    return void response.end((error as Error).message);
  }
  response.writeHead(200, { ...headers, 'Content-Type': typeOf(name), 'Content-Length': content.length });
  response.end(headOnly ? undefined : content);
}

function typeOf(name: string): string {
  if (name.endsWith('.json')) return 'application/json';
  return name.endsWith('.txt') ? 'text/plain; charset=utf-8' : 'application/gzip';
}
