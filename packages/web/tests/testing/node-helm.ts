import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { buildHelm } from '../../build/build-helm.ts';
import type { AboutHelm } from '../../src/helm/about.ts';
import type { FromWorker, HelmRequest } from '../../src/helm/messages.ts';

/** The files of "Check with Helm", run by Node: the script and the program that a browser gets. */
export interface NodeHelm {
  readonly about: AboutHelm;
  ask(request: HelmRequest & { readonly set?: readonly string[]; readonly isUpgrade?: boolean }): Promise<FromWorker>;
  end(): Promise<number>;
}

// What a worker of a browser has, on the one of Node.
const browser = `
  const { parentPort } = require('node:worker_threads');
  globalThis.postMessage = (message) => parentPort.postMessage(message);
  globalThis.addEventListener = (_, listener) => parentPort.on('message', (data) => listener({ data }));
`;

export async function startNodeHelm(): Promise<NodeHelm> {
  const folder = mkdtempSync(join(tmpdir(), 'archon-helm-'));
  const about = await buildHelm(folder);
  const read = (file: string): Buffer => gunzipSync(readFileSync(join(folder, `${file}.gz`)));
  const worker = new Worker(`${browser}\n${read('worker.js').toString()}`, { eval: true });
  let turn: Promise<unknown> = Promise.resolve();
  const ask = (message: object): Promise<FromWorker> => {
    const answer = turn.then(
      () =>
        new Promise<FromWorker>((resolve, reject) => {
          worker.removeAllListeners().once('message', resolve).once('error', reject);
          worker.postMessage(message, []);
        }),
    );
    turn = answer.catch(() => undefined);
    return answer;
  };
  const { failure } = await ask({ program: new Uint8Array(read('helm.wasm')) });
  rmSync(folder, { recursive: true });
  if (failure !== undefined) throw new Error(failure);
  return { about, ask, end: () => worker.terminate() };
}
