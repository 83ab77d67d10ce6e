import type { FromWorker, ToWorker } from './messages.ts';

/** Of wasm_exec.js, which the build puts before this script. */
declare class Go {
  readonly importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

/** What the Go program of packages/testbed/src/helm/wasm adds: JSON in, JSON out. */
declare const archonHelm: { open(chart: string): string; render(request: string): string };

/** The chart's files as JSON, put in by the build. */
declare const CHART: string;

const say = (message: FromWorker): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  const answer = 'program' in data ? start(data.program) : Promise.resolve(archonHelm.render(JSON.stringify(data)));
  answer.then(
    (text) => say(JSON.parse(text) as FromWorker),
    (error: unknown) => say({ failure: String(error) }),
  );
});

async function start(program: BufferSource): Promise<string> {
  const go = new Go();
  const { instance } = await WebAssembly.instantiate(program, go.importObject);
  // it runs until the worker ends
  void go.run(instance).then(() => say({ failure: 'Helm has ended.' }));
  return archonHelm.open(CHART);
}
