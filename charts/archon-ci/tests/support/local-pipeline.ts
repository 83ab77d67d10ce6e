import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '@archon/testbed/helm';
import { resolveTool } from '@archon/testbed/go-tools';
import { run } from '@archon/testbed/kubectl';
import { newFolder } from '../steps/support/run-step.ts';
import { stepsOf } from './tasks.ts';

interface Named {
  name: string;
  value: string;
}

/** A task of the Pipeline. */
interface PipelineTask {
  name: string;
  taskRef: { name: string };
  params: Named[];
  workspaces: { name: string; workspace: string }[];
  when?: { input: string; values: string[] }[];
}

/** How a run ended. */
interface Ended {
  /** The tasks that succeeded, in their order. */
  done: string[];
  /** The step that failed, as `task/step`, and what it printed. */
  failed?: { step: string; output: string };
  /** Results by task and name: `clone.commit`. */
  results: Record<string, string>;
}

const folderOfTools = '/tools';

/**
 * Runs a rendered Pipeline on this machine: each step's script with the variables that its Task gives to it, after Tekton's
 * substitutions. No step sees what another image, another task or a workspace of other steps has.
 */
export async function runPipeline(
  objects: KubernetesObject[],
  params: Record<string, string>,
  workspaces: Record<string, string>,
  home: string,
): Promise<Ended> {
  const pipeline = objects.find(({ kind }) => kind === 'Pipeline')!.spec as {
    params: { name: string; default?: string }[];
    tasks: PipelineTask[];
    finally?: PipelineTask[];
  };
  const defaults = Object.fromEntries(pipeline.params.map(({ name, default: text = '' }) => [name, text]));
  const known: Record<string, string> = { 'context.pipelineRun.name': 'run-1' };
  for (const [name, value] of Object.entries({ ...defaults, ...params })) known[`params.${name}`] = value;
  const ended: Ended = { done: [], results: {} };

  const runTask = async (pipelineTask: PipelineTask): Promise<void> => {
    const task = objects.find(({ kind, metadata }) => kind === 'Task' && metadata.name === pipelineTask.taskRef.name)!;
    const given = { ...known, ...prefixed('tasks.', ended.results) };
    const variables: Record<string, string> = {};
    for (const { name, value } of pipelineTask.params) variables[`params.${name}`] = substituted(value, given);
    const results = newFolder();
    const names = ((task.spec.results ?? []) as { name: string }[]).map(({ name }) => name);
    for (const name of names) variables[`results.${name}.path`] = join(results, name);
    const bound = pipelineTask.workspaces.map(({ name, workspace }) => [name, workspaces[workspace] ?? ''] as const);
    const tools = newFolder();
    const steps = stepsOf(task);
    const isolated = new Set(steps.flatMap((step) => (step.workspaces ?? []).map(({ name }) => name)));
    for (const step of steps) {
      const visible = (name: string) => !isolated.has(name) || step.workspaces?.some((one) => one.name === name);
      for (const { name } of task.spec.workspaces as { name: string }[])
        variables[`workspaces.${name}.path`] = visible(name) ? (new Map(bound).get(name) ?? '') : '/not-mounted';
      const env = Object.fromEntries(
        step.env.map(({ name, value }) => [name, substituted(value, variables).replaceAll(folderOfTools, tools)]),
      );
      const script = join(tools, 'script');
      writeFileSync(script, step.script, { mode: 0o755 });
      const path = step.name === 'copy-helm' ? imageWithHelm() : process.env.PATH;
      const { code, stdout, stderr } = await run(script, [], { env: { PATH: path, ...env, HOME: home }, cwd: tools });
      if (code !== 0) {
        ended.failed ??= { step: `${pipelineTask.name}/${step.name}`, output: stdout + stderr };
        return;
      }
    }
    ended.done.push(pipelineTask.name);
    for (const name of names.filter((each) => existsSync(join(results, each))))
      ended.results[`${pipelineTask.name}.${name}`] = readFileSync(join(results, name), 'utf8');
  };

  const skipped: string[] = [];
  for (const task of pipeline.tasks) {
    const refused = task.when?.some(({ input, values }) => !values.includes(substituted(input, known)));
    // Tekton skips what needs the result of a task that was skipped.
    const lacks = task.params.some(({ value }) => skipped.some((name) => value.includes(`tasks.${name}.`)));
    if (refused || lacks) skipped.push(task.name);
    else if (!ended.failed) await runTask(task);
  }
  for (const task of pipeline.finally ?? []) await runTask(task);
  return ended;
}

/** The PATH of an image that has helm. */
function imageWithHelm(): string {
  const bin = join(newFolder(), 'bin');
  mkdirSync(bin);
  symlinkSync(resolveTool('helm4'), join(bin, 'helm'));
  return `${bin}:${process.env.PATH}`;
}

const prefixed = (prefix: string, values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}${name.replace('.', '.results.')}`, value]),
  );

/** A text with Tekton's variables filled in, and Kubernetes' `$$` for a dollar. One that is unknown is an error. */
function substituted(text: string, variables: Record<string, string>): string {
  return text.replaceAll(/\$\$|\$\(([^)]+)\)/g, (whole, name?: string) => {
    if (name === undefined) return '$';
    if (variables[name] === undefined) throw new Error(`Nothing gives ${whole}, only ${Object.keys(variables)}.`);
    return variables[name];
  });
}
