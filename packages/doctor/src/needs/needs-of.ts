import type { EffectiveValues } from '@archon/values';
import { apisOf, needsCustomMetrics } from './apis.ts';
import type { Needs } from './needs.ts';
import { podOf } from './pod.ts';
import { referencesOf } from './references.ts';

/** Reads what values need. They are valid. */
export function needsOf(chart: string, kubeVersion: string, { values, computed }: EffectiveValues): Needs {
  const apis = apisOf(chart, values);
  if (chart !== 'archon-vllm') return { chart, kubeVersion, apis, customMetrics: false };
  const pod = podOf(values, computed);
  const customMetrics = needsCustomMetrics(values);
  return { chart, kubeVersion, apis, customMetrics, server: { ...pod, references: referencesOf(values) } };
}
