import { join } from 'node:path';
import { archonVllm } from '@archon/charts/archon-vllm';
import { generateChart } from '@archon/generator';
import { repoRoot } from '@archon/testbed/cache-dir';
import type { Measure } from './figure.ts';
import { runProcess } from './run-process.ts';
import { medians } from './timing.ts';

const goal = 500;

/** A full regeneration: repeated in one process, and the first one of a new process. */
export const measureGeneration: Measure = (rounds) => {
  const coldScript = join(import.meta.dirname, 'cold-generation.ts');
  const archon = join(repoRoot, 'packages/cli/bin/archon.js');
  const median = medians(
    [
      { name: 'warm', run: () => void generateChart(repoRoot, archonVllm) },
      { name: 'cold', run: () => Number(runProcess(process.execPath, ['--import', 'tsx', coldScript])) },
      { name: 'check', run: () => void runProcess(process.execPath, [archon, 'check']) },
    ],
    rounds,
  );
  return [
    {
      name: 'regenerate the chart in process',
      value: median('warm'),
      unit: 'ms',
      goal,
      remark: 'generateChart, compiled by V8 before',
    },
    {
      name: 'regenerate the chart, first time in a process',
      value: median('cold'),
      unit: 'ms',
      goal,
      remark: 'generateChart, without the start of Node and the imports',
    },
    { name: 'archon check', value: median('check'), unit: 'ms', remark: 'start, regeneration, comparison' },
  ];
};

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
