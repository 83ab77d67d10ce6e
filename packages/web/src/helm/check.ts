import { pageData } from '../built-data.ts';
import type { AboutHelm } from './about.ts';
import { downloadHelm, HelmMissing, type Progress } from './download.ts';
import { startHelm, type HelmResult, type RunningHelm } from './helm-worker.ts';

/** What Helm says, and which Helm and chart it is. */
export interface Checked {
  readonly result: HelmResult;
  readonly about: AboutHelm;
}

/** Helm, downloaded and started once: the next check takes a fraction of a second. */
interface Start {
  readonly signal: AbortSignal;
  readonly ready: Promise<{ readonly helm: RunningHelm; readonly about: AboutHelm }>;
  done: boolean;
}
let current: Start | undefined;

/** Renders the chart with a values file. Rejects with HelmMissing, in words for the page. */
export async function check(
  { values, kubeVersion }: { readonly values: string; readonly kubeVersion: string },
  progress: Progress,
  signal: AbortSignal,
): Promise<Checked> {
  // one that was stopped on its way is not waited for
  if (!current || (current.signal.aborted && !current.done)) {
    const next: Start = { signal, ready: start(progress, signal), done: false };
    next.ready.then(() => (next.done = true)).catch(() => undefined);
    current = next;
  }
  const mine = current;
  try {
    const { helm, about } = await mine.ready;
    const result = await helm.render({
      release: 'archon',
      namespace: 'archon-system',
      kubeVersion: kubeVersion || pageData.helm.kubernetes,
      values: [{ name: 'values.yaml', text: values }],
    });
    return { result, about };
  } catch (error) {
    mine.ready.then(({ helm }) => helm.end()).catch(() => undefined);
    if (current === mine) current = undefined;
    if (error instanceof HelmMissing || signal.aborted) throw error;
    throw new HelmMissing(`Helm does not run in this browser: ${(error as Error).message}`);
  }
}

async function start(progress: Progress, signal: AbortSignal) {
  const missing = ['WebAssembly', 'Worker', 'DecompressionStream'].filter((name) => !(name in globalThis));
  if (missing.length > 0)
    throw new HelmMissing(`This browser has no ${missing.join(', ')}, or it is switched off. Helm needs it here.`);
  const { about, program, script } = await downloadHelm(progress, signal);
  return { helm: await startHelm(program, script), about };
}
