import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { repoRoot } from '@archon/testbed/cache-dir';
import { runScript } from '@archon/testbed/run-script';
import { ToolError } from '@archon/testbed/tool-error';
import { describeMachine, page, table } from './report.ts';
import { type Figure, type Measure, verdict } from './figure.ts';
import { measureGeneration, measureValidate } from './measure-generation.ts';
import { measureNode } from './measure-node.ts';
import { measureNx } from './measure-nx.ts';
import { measurePackage, measureRender } from './measure-render.ts';
import { measurePlanner } from './measure-planner.ts';

const measurements: Record<string, Measure> = {
  'helm template': measureRender,
  generateChart: measureGeneration,
  'nx run generator:build': measureNx,
  'archon validate': measureValidate,
  'the planner': measurePlanner,
  'helm package': measurePackage,
};

// Fewer runs are not reliable enough to publish.
const fewestToWrite = 15;

const usage = `Usage: npm run bench -- [--runs <n>] [--node] [--json] [--write]
  --runs <n>  runs of each, ${fewestToWrite} by default
  --node      measures the real node too, in ten minutes; needs Linux and root (npm run test:node)
  --json      prints JSON instead of a table
  --write     writes docs/benchmarks.md too`;

await runScript(async () => {
  const { runs, node, json, write, help } = readArguments();
  if (help) return console.log(usage);
  const figures = measureAll(node ? { ...measurements, 'the real node': measureNode } : measurements, runs);
  const machine = describeMachine(runs);
  const results = figures.map((figure) => ({ ...figure, result: verdict(figure) }));
  console.log(json ? JSON.stringify({ circumstances: machine, figures: results }, null, 2) : table(figures));
  if (write) await writePage(page(figures, machine));
});

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        node: { type: 'boolean' },
        runs: { type: 'string', default: String(fewestToWrite) },
        json: { type: 'boolean' },
        write: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    const runs = Number(values.runs);
    if (!Number.isInteger(runs) || runs < 1) throw new TypeError('--runs must be a positive integer');
    if (values.write && runs < fewestToWrite) throw new TypeError(`--write needs ${fewestToWrite} runs or more`);
    return { ...values, runs };
  } catch (error) {
    throw new ToolError(`${(error as Error).message}\n\n${usage}`);
  }
}

function measureAll(measures: Record<string, Measure>, runs: number): Figure[] {
  return Object.entries(measures).flatMap(([name, measure]) => {
    console.error(`measuring ${name}`);
    return measure(runs);
  });
}

async function writePage(text: string): Promise<void> {
  const file = join(repoRoot, 'docs/benchmarks.md');
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
  console.error('wrote docs/benchmarks.md');
}
