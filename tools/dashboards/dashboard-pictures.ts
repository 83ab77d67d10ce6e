import { dashboardSvg } from './dashboard-svg.ts';
import type { DrawnDashboard, Recording } from './recording.ts';

/** The chart's dashboards, in the order in which one looks at them. */
const names = ['overview', 'latency', 'cache', 'queue', 'gpus'];

/** What was recorded. */
const recordingFile = 'docs/dashboards/recording.json';

/** The picture of each dashboard, with its path in the repository. */
export function dashboardPictures(read: (path: string) => string): { path: string; text: string }[] {
  const recording = JSON.parse(read(recordingFile)) as Recording;
  return names.map((name) => {
    const file = `charts/archon-vllm/files/dashboards/vllm-${name}.json`;
    const dashboard = JSON.parse(read(file)) as DrawnDashboard;
    return { path: `docs/dashboards/${dashboard.uid}.svg`, text: dashboardSvg(dashboard, recording) };
  });
}
