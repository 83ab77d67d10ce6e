import { ToolError } from '@archon/testbed/tool-error';
import type { Measure } from './figure.ts';
import { runProcess } from './run-process.ts';
import { medians } from './timing.ts';

const goal = 1000;
const task = ['run', 'generator:build'];

/** `nx run generator:build` when there is nothing to do. */
export const measureNx: Measure = (rounds) => {
  runProcess('node_modules/.bin/nx', task); // fills the cache
  const median = medians(
    [
      { name: 'nx', run: () => expectHit(runProcess('node_modules/.bin/nx', task)) },
      { name: 'npx', run: () => expectHit(runProcess('npx', ['nx', ...task])) },
    ],
    rounds,
  );
  return [
    {
      name: 'nx run generator:build, cached',
      value: median('nx'),
      unit: 'ms',
      goal,
      remark: 'whole process of node_modules/.bin/nx: start, project graph, hashes, outputs compared',
    },
    { name: 'npx nx run generator:build, cached', value: median('npx'), unit: 'ms', goal, remark: 'the same and npx' },
  ];
};

function expectHit(output: string): void {
  if (!/hit \(100%\)/.test(output)) {
    throw new ToolError(`generator:build was not a cache hit; did a source change meanwhile?\n${output}`);
  }
}
