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

/** Seconds that the startup probe gives the pod until it answers. */
function budget({ startupProbe }: Tree): Placed[] {
  if (startupProbe === undefined) return [];
  const {
    initialDelaySeconds = 0,
    periodSeconds = 10,
    failureThreshold = 3,
  } = treeOf(startupProbe) as Record<string, number>;
  return [
    {
      path: ['startup', 'timeoutSeconds'],
      value: initialDelaySeconds + periodSeconds * failureThreshold,
      why: 'What the startup probe allowed.',
    },
  ];
}

function probeOf(
  kind: 'startup' | 'liveness' | 'readiness',
  { httpGet, periodSeconds, timeoutSeconds, failureThreshold, initialDelaySeconds, successThreshold, ...other }: Tree,
  chart: ChartValues,
): { placed: Placed[]; unplaced: Unplaced[] } {
  const { path } = treeOf(httpGet);
  const at = (key: string) => ['probes', kind, key];
  const values = { path, periodSeconds, timeoutSeconds, ...(kind !== 'startup' && { failureThreshold }) };
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const placed = given.filter(([key]) => chart.typesAt(at(key)) !== undefined);
  const notPlaced = given.filter(([key, value]) => chart.typesAt(at(key)) === undefined && value !== '/health');
  const startup = 'The startup probe holds the others back: see startup.timeoutSeconds.';
  return {
    placed: placed.map(([key, value]) => ({ path: at(key) as unknown as Placed['path'], value })),
    unplaced: [
      ...(initialDelaySeconds === undefined || kind === 'startup'
        ? []
        : [{ what: `${kind}Probe.initialDelaySeconds`, why: startup }]),
      ...[
        ...notPlaced.map(([key]) => key),
        ...Object.keys(other),
        ...(successThreshold === undefined ? [] : ['successThreshold']),
      ].map((key) => ({ what: `${kind}Probe.${key}`, why: 'The chart’s probes ask GET /health.' })),
    ],
  };
}
