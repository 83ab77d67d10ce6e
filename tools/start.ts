import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import pc from 'picocolors';
import { repoRoot, shortPath } from '@archon/testbed/cache-dir';
import { moduleVersion } from '@archon/testbed/go';
import { resolveTool } from '@archon/testbed/go-tools';
import { type KubernetesObject, parseObjects, renderChart } from '@archon/testbed/helm';
import { runScript } from '@archon/testbed/run-script';
import { ToolError } from '@archon/testbed/tool-error';
import { describeObjects } from '@archon/testbed/describe-objects';
import { nextSteps, stepLines } from './start/next-steps.ts';
import { treeLines } from '@archon/testbed/tree';

const chart = 'charts/archon-vllm';
const release = 'archon';
const namespace = 'archon-system';

// The first command of the README: regenerates, renders and shows the chart, and says what to do next.
await runScript(() => {
  print(
    pc.bold('Archon serves an open LLM on Kubernetes with vLLM, with charts that are generated from one values model.'),
  );
  printCommand('npx nx run generator:build', 'generates the chart');
  const exitCode = regenerate();
  if (exitCode !== 0) return void (process.exitCode = exitCode);

  const helm = pinnedHelm();
  const version = moduleVersion('helm.sh/helm/v4').slice(1);
  printCommand(`helm template ${release} ${chart} -n ${namespace}`, `renders it with Helm ${version}`);
  const objects = renderDefault();

  const style = { width: process.stdout.columns || 120, unicode: canShowUnicode(process.env), colors: pc };
  print('', ...treeLines(describeObjects(release, namespace, objects), style));
  print('', ...stepLines(nextSteps(shortPath(helm)), pc));
});

/** Runs the generator and prints its output only when it fails; returns the exit code. */
function regenerate(): number {
  const { status, stdout, stderr, error } = spawnSync('npx', ['nx', 'run', 'generator:build'], {
    cwd: repoRoot,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: pc.isColorSupported ? process.env : { ...process.env, NO_COLOR: '1' },
  });
  if (error) throw error;
  if (status !== 0) process.stderr.write(stdout + stderr);
  return status ?? 1;
}

function pinnedHelm(): string {
  try {
    return resolveTool('helm4');
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw new ToolError(`${error.message}\n\n${chart} is generated; only rendering it needs Helm.`);
  }
}

function renderDefault(): KubernetesObject[] {
  const result = renderChart({ helm: 4, chart: join(repoRoot, chart), release, namespace });
  if (!result.ok) throw new ToolError(`Helm refuses ${chart}:\n${result.error}`);
  return parseObjects(result.manifest);
}

/** False only where the locale says so: most terminals show UTF-8, and in a container no locale is set. */
function canShowUnicode({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || 'UTF-8');
}

function printCommand(command: string, remark: string): void {
  print(`${pc.dim('$')} ${pc.cyan(command)}  ${pc.dim(remark)}`);
}

function print(...lines: string[]): void {
  for (const line of lines) console.log(line);
}
