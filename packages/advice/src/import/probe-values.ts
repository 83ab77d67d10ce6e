import { treeOf, type ChartValues, type Placed, type Tree, type Unplaced } from './server.ts';

/** What a pod's probes are as values; the start has one budget in seconds. */
export function probeValues(container: Tree, chart: ChartValues): { placed: Placed[]; unplaced: Unplaced[] } {
  const kinds = ['startup', 'liveness', 'readiness'] as const;
  const results = kinds.map((kind) => {
    const probe = container[`${kind}Probe`];
    return probe === undefined ? { placed: [], unplaced: [] } : probeOf(kind, treeOf(probe), chart);
  });
  return {
    placed: [...budget(container), ...results.flatMap(({ placed }) => placed)],
    unplaced: results.flatMap(({ unplaced }) => unplaced),
  };
}

/** Seconds that a pod may take until it answers: its startup probe's, else what the liveness probe waits. */
function budget({ startupProbe, livenessProbe }: Tree): Placed[] {
  const seconds = (probe: Tree): number => {
    const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = probe as Record<string, number>;
    return initialDelaySeconds + periodSeconds * failureThreshold;
  };
  const probe = startupProbe ?? livenessProbe;
  if (probe === undefined) return [];
  const why = `What the ${startupProbe === undefined ? 'liveness' : 'startup'} probe allowed.`;
  return [{ path: ['startup', 'timeoutSeconds'], value: Math.max(60, seconds(treeOf(probe))), why }];
}

function probeOf(
  kind: 'startup' | 'liveness' | 'readiness',
  {
    httpGet,
    periodSeconds,
    timeoutSeconds,
    failureThreshold,
    initialDelaySeconds: _,
    successThreshold,
    ...other
  }: Tree,
  chart: ChartValues,
): { placed: Placed[]; unplaced: Unplaced[] } {
  const { path } = treeOf(httpGet);
  const at = (key: string) => ['probes', kind, key];
  const values = { path, periodSeconds, timeoutSeconds, ...(kind !== 'startup' && { failureThreshold }) };
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const placed = given.filter(([key]) => chart.typesAt(at(key)) !== undefined);
  const notPlaced = given.filter(([key, value]) => chart.typesAt(at(key)) === undefined && value !== '/health');
  return {
    placed: placed.map(([key, value]) => ({ path: at(key) as unknown as Placed['path'], value })),
    unplaced: [
      ...[
        ...notPlaced.map(([key]) => key),
        ...Object.keys(other),
        ...(successThreshold === undefined ? [] : ['successThreshold']),
      ].map((key) => ({ what: `${kind}Probe.${key}`, why: 'The chart’s probes ask GET /health.' })),
    ],
  };
}
