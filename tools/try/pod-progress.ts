/** The parts of a pod, as in `kubectl get -o json`, that show its progress. */
export interface PodReport {
  metadata: { name: string };
  status: {
    conditions?: { type: string; status: string; message?: string }[];
    containerStatuses?: {
      ready: boolean;
      restartCount: number;
      state?: { waiting?: { reason?: string; message?: string }; running?: object; terminated?: { reason?: string } };
      lastState?: { terminated?: { reason?: string; exitCode?: number } };
    }[];
  };
}

/** What a pod is doing, in one line; `log` is the end of its container's log. */
export function podProgress(pod: PodReport | undefined, log: string): string {
  if (!pod) return 'waiting for the pod to be created';
  const { conditions = [], containerStatuses: [container] = [] } = pod.status;
  const scheduled = conditions.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'False') return `not scheduled: ${scheduled.message}`;
  if (container?.ready) return 'ready';
  const { waiting, running } = container?.state ?? {};
  if (waiting) return ['the container is not running', waiting.reason, waiting.message].filter(Boolean).join(': ');
  if (!running) return 'the node prepares the volumes and the network';
  return lastWords(log) ?? 'the container runs: Python loads torch and vLLM';
}

/** Why a pod will never get ready; undefined while it may. */
export function podFailure(pod: PodReport | undefined): string | undefined {
  const container = pod?.status.containerStatuses?.[0];
  const ended = container?.lastState?.terminated;
  if (!container || container.restartCount === 0 || !ended) return undefined;
  return `vLLM ended (${ended.reason ?? 'without a reason'}, exit code ${ended.exitCode}) and was started again`;
}

const prefix = /^\((?:APIServer|EngineCore|VllmWorker|Worker)\S* pid=\d+\) /;
const stamp = /^(?:INFO|WARNING) [\d-]+ [\d:]+ \[[^\]]+\] /;

/** The last line that vLLM logged, without its prefix; undefined when no line shows progress. */
export function lastWords(log: string): string | undefined {
  const lines = log.split('\n').map((line) => line.replace(prefix, ''));
  const said = lines.filter((line) => stamp.test(line) && !line.includes('WARNING'));
  return said
    .map((line) => line.replace(stamp, '').trim())
    .filter((line) => /^[A-Z]/.test(line))
    .at(-1);
}
