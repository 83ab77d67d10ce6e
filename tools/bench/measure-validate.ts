import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import type { Measure } from './figure.ts';
import { runProcess } from './run-process.ts';
import { medians } from './timing.ts';

/** `archon validate` in its own process, as a user runs it. */
export const measureValidate: Measure = (rounds) => {
  const archon = join(repoRoot, 'packages/cli/bin/archon.js');
  const values = 'charts/archon-vllm/ci/everything-values.yaml';
  const median = medians(
    [
      { name: 'validate', run: () => void runProcess(process.execPath, [archon, 'validate', values]) },
      { name: 'help', run: () => void runProcess(process.execPath, [archon, '--help']) },
      { name: 'node', run: () => void runProcess(process.execPath, ['--eval', '0']) },
    ],
    rounds,
  );
  const [help, node] = [median('help'), median('node')].map(Math.round);
  return [
    {
      name: 'archon validate everything-values.yaml',
      value: median('validate'),
      unit: 'ms',
      remark: `whole process; archon --help takes ${help} ms, Node alone ${node} ms`,
    },
  ];
};
