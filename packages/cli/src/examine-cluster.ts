import { examine, gpuIds, type GpuVerdict } from '@archon/doctor/examine';
import { needsOf } from '@archon/doctor/needs';
import { splitPart } from '@archon/sizing/gpu-parts';
import { isRecord, validateValues, type EffectiveValues, type YamlFile } from '@archon/values';
import { ArchonError } from '@archon/values/problem';
import { visible } from '@archon/values/visible';
import { chartWithKeys, modelOf } from './charts.ts';
import { doctorLines } from './doctor-lines.ts';
import { terminalStyle } from './plan-view/style.ts';
import { parseSet } from './set-values.ts';
import { userValues } from './values-in-plan.ts';
import { plannedVerdict } from './verdict-on-values.ts';

/** The flags of `archon doctor`, as typed. */
export interface DoctorOptions {
  values?: string[];
  set?: string[];
  chart?: string;
  namespace?: string;
  context?: string;
  kubeconfig?: string;
  json?: boolean;
  rbac?: boolean;
}

/** Reads values and cluster, prints the findings, and exits 1 where one is an error. */
export async function examineCluster(options: DoctorOptions): Promise<void> {
  const { files, user } = userValues(options.values ?? [], parseSet(options.set ?? []));
  const chart = options.chart ?? chartWithKeys(Object.keys(user));
  const effective = validateValues(modelOf(chart), files);
  const needs = needsOf(chart, modelOf(chart).model.root.kubeVersion, effective);
  const { readCluster } = await import('@archon/doctor/read-cluster');
  const state = await readCluster(options, needs);
  const verdicts = new Map<string, GpuVerdict>();
  for (const id of gpuIds(state, needs)) verdicts.set(id, await verdictOn(id, effective, files, options));
  const findings = examine(state, needs, verdicts);
  const ok = findings.every(({ severity }) => severity !== 'error');
  if (!ok) process.exitCode = 1;
  const { server, namespace } = state;
  const report = { chart, ...server, namespace: namespace.name, findings };
  if (options.json) return void console.log(visible(JSON.stringify({ ok, ...report }, null, 2)));
  console.log(visible(doctorLines(report, terminalStyle(process.stdout, process.env)).join('\n')));
}

/** The chart's rules and the planner, for the values on one GPU. */
async function verdictOn(
  id: string,
  { values }: EffectiveValues,
  files: YamlFile[],
  options: DoctorOptions,
): Promise<GpuVerdict> {
  const value = { gpu: { product: splitPart(id).whole, allowUnsupported: true } };
  const onGpu: YamlFile = { file: 'cluster', value, locate: () => ({}) };
  try {
    const { computed } = validateValues(modelOf('archon-vllm'), [...files, onGpu]);
    const { allowed = [] } = (isRecord(computed.hardware) ? computed.hardware : {}) as { allowed?: string[] };
    const preset = `preset=${String(values.preset ?? '')}`;
    const planned = await plannedVerdict(values, {
      gpu: id,
      values: options.values ?? [],
      // without a file the preset says which model is served; the GPU is the one that was seen
      set: [...(options.values ? [] : [preset]), ...(options.set ?? []), 'gpu.product='],
    });
    return { refused: allowed, ...(planned && { planned }) };
  } catch (error) {
    if (!(error instanceof ArchonError)) throw error;
    return { refused: error.problems.map(({ message }) => message) };
  }
}
