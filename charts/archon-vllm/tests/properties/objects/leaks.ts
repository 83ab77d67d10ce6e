import { isRecord, valueAt } from '@archon/values';
import type { KubernetesObject } from '@archon/testbed/helm';
import { containerOf } from '../../support/workload.ts';
import { secretMark } from '../values/objects.ts';

/** Places outside of a Secret that show its content, and secret variables that do not refer to a Secret. */
export function leaks(objects: KubernetesObject[], notes: string, values: Record<string, unknown>): string[] {
  const secrets = secretTexts(values);
  const shown = [
    ['NOTES', notes] as const,
    ...objects
      .filter(({ kind }) => kind !== 'Secret')
      .map((object) => [`${object.kind} ${object.metadata.name}`, JSON.stringify(object)] as const),
  ];
  const literal = containerOf(objects).env.filter(
    ({ name, valueFrom }: any) => ['HF_TOKEN', 'VLLM_API_KEY'].includes(name) && !valueFrom?.secretKeyRef,
  );
  return [
    ...shown.flatMap(([where, text]) =>
      secrets.filter((secret) => text.includes(secret)).map(() => `${where} shows a secret`),
    ),
    ...literal.map(({ name }: any) => `${name} does not refer to a Secret`),
  ];
}

function secretTexts(values: Record<string, unknown>): string[] {
  const objects = valueAt(values, ['extraObjects']);
  const secrets = (Array.isArray(objects) ? objects : []).filter((one) => isRecord(one) && one.kind === 'Secret');
  return [secretMark, ...secrets.flatMap(({ data }) => (data ? Object.values(data as Record<string, string>) : []))];
}
