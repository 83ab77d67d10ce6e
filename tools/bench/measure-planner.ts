import { join } from 'node:path';
import { gpus, models, quickCheck, releases } from '@archon/sizing';
import { repoRoot } from '@archon/testbed/cache-dir';
import type { Measure } from './figure.ts';
import { runProcess } from './run-process.ts';
import { medians } from './timing.ts';

// A model that fits with its full context: otherwise the exit code is not 0.
const question = ['plan', '--gpu', 'rtx-4090', '--model', 'Qwen/Qwen2.5-Coder-7B-Instruct-AWQ'];
const option = ['--set', 'engine.maxModelLen=8192'];

/** The planner: all combinations of the catalog, and one plan in a new process. */
export const measurePlanner: Measure = (rounds) => {
  const archon = join(repoRoot, 'packages/cli/bin/archon.js');
  const median = medians(
    [
      { name: 'all', run: planEverything },
      { name: 'one', run: () => void runProcess(process.execPath, [archon, ...question]) },
      { name: 'set', run: () => void runProcess(process.execPath, [archon, ...question, ...option]) },
      { name: 'node', run: () => void runProcess(process.execPath, ['--eval', '0']) },
    ],
    rounds,
  );
  const count = gpus.length * models.length * releases.length;
  return [
    {
      name: 'plan every GPU x model x release, in process',
      value: median('all'),
      unit: 'ms',
      goal: 2000,
      remark: `${gpus.length} x ${models.length} x ${releases.length} = ${count.toLocaleString('en')} plans with bounds, without texts and suggestions`,
    },
    {
      name: 'archon plan, cold',
      value: median('one'),
      unit: 'ms',
      goal: 400,
      remark: `whole process; Node alone ${Math.round(median('node'))} ms`,
    },
    {
      name: 'archon plan --set, cold',
      value: median('set'),
      unit: 'ms',
      remark: 'the same, and the values model that checks the option',
    },
  ];
};

function planEverything(): void {
  for (const gpu of gpus)
    for (const model of models)
      for (const release of releases) quickCheck({ gpu: gpu.id, model: model.id, release: release.version });
}
