import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vllmNode } from '@archon/engine/vllm-node';
import { requireRealNode } from '@archon/testbed/require-real-node';
import type { Figure, Measure } from './figure.ts';
import { runProcess } from './run-process.ts';

/** What the tests of the real node measure, in seconds and requests (charts/archon-vllm/tests/node). */
interface NodeFigures {
  installToReadySeconds: number;
  firstStartSeconds: number;
  restartFromCacheSeconds: number;
  drainSeconds: number;
  rollingRestartSeconds: number;
  answeredAtRollingRestart: number;
  lostAtRollingRestart: number;
}

/** The chart on a real node, served by the real vLLM for CPU: once, whatever the number of runs, because it takes ten minutes. */
export const measureNode: Measure = () => {
  requireRealNode(vllmNode.whyNot());
  const folder = mkdtempSync(join(tmpdir(), 'archon-bench-'));
  const file = join(folder, 'figures.json');
  try {
    const env = { ...process.env, ARCHON_NODE_FIGURES: file };
    runProcess('npm', ['run', 'test:node', '--', 'serve', 'drain'], env);
    return nodeFigures(JSON.parse(readFileSync(file, 'utf8')) as NodeFigures);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The rows of what was measured. */
export function nodeFigures(measured: NodeFigures): Figure[] {
  const seconds = (name: string, value: number, remark: string): Figure => ({ name, value, unit: 's', remark });
  const { firstStartSeconds: first, restartFromCacheSeconds: again } = measured;
  return [
    seconds(
      'real node: helm install to Ready',
      measured.installToReadySeconds,
      'tiny model; download from a hub in the node, and compilation',
    ),
    {
      name: 'real node: restart from cache',
      value: again / first,
      unit: 'x',
      remark: `${again} s against ${first} s of the first start: no download, but the same compilation, while the old pod drains`,
    },
    seconds(
      'real node: drain',
      measured.drainSeconds,
      'pod deleted to pod gone, with two streams that are completed; includes the preStop sleep of 10 s',
    ),
    seconds('real node: rolling restart', measured.rollingRestartSeconds, 'two replicas, under load'),
    {
      name: 'real node: requests lost meanwhile',
      value: measured.lostAtRollingRestart,
      unit: 'requests',
      goal: 0,
      remark: `of ${measured.answeredAtRollingRestart + measured.lostAtRollingRestart}`,
    },
  ];
}
