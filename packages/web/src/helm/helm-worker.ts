import type { FromWorker, HelmRequest, ToWorker } from './messages.ts';

/** What Helm says to values. */
export type HelmResult =
  | { readonly ok: true; readonly manifest: string; readonly notes: string }
  | { readonly ok: false; readonly error: string };

/** Helm in a worker, which renders without stopping the page. */
export interface RunningHelm {
  render(request: HelmRequest): Promise<HelmResult>;
  end(): void;
}

/** Starts Helm. Rejects where the browser does not take it. */
export async function startHelm(program: Uint8Array<ArrayBuffer>, script: string): Promise<RunningHelm> {
  // The page's policy applies to a worker that is made of it, wherever the page comes from.
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(address);
  const askNow = (request: ToWorker, transfer: Transferable[]): Promise<FromWorker> =>
    new Promise((resolve, reject) => {
      const over = new AbortController();
      const { signal } = over;
      const answered = ({ data }: MessageEvent<FromWorker>): void => {
        over.abort();
        if (data.failure === undefined) resolve(data);
        else reject(new Error(data.failure));
      };
      const died = ({ message }: ErrorEvent): void => {
        over.abort();
        reject(new Error(message || 'The browser does not start it.'));
      };
      worker.addEventListener('message', answered, { signal });
      worker.addEventListener('error', died, { signal });
      worker.postMessage(request, transfer);
    });
  // its answers do not say which request they belong to: one after the other
  let turn: Promise<unknown> = Promise.resolve();
  const ask = (message: ToWorker, transfer: Transferable[] = []): Promise<FromWorker> => {
    const answer = turn.then(() => askNow(message, transfer));
    turn = answer.catch(() => undefined);
    return answer;
  };
  const end = (): void => worker.terminate();
  try {
    await ask({ program }, [program.buffer]);
  } catch (error) {
    end();
    throw error;
  } finally {
    URL.revokeObjectURL(address);
  }
  return {
    end,
    render: async (request) => {
      const { manifest = '', notes = '', error } = await ask(request);
      return error === undefined ? { ok: true, manifest, notes } : { ok: false, error };
    },
  };
}
