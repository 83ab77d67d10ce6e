import { typesOf } from '@archon/values';
import { beforeAll, describe, expect, it } from 'vitest';
import type { KubernetesObject } from '@archon/testbed/helm';
import { renderValues } from './support/render.ts';
import { allValues, fewKeys } from './support/schema-places.ts';
import { trickyText } from './support/tricky-texts.ts';
import { containerOf, only, podOf } from './support/workload.ts';

/** Kubernetes types that the chart hands on, with every field they have: numbers large, texts tricky. */
const full = allValues((value, place) => {
  const { schema } = place;
  if (schema.maxProperties) return fewKeys(value, place);
  if (schema.enum || schema.pattern !== undefined) return value;
  if (typesOf(schema).includes('integer')) return Math.min(schema.maximum ?? 1048576, 1048576);
  return typesOf(schema).includes('string') ? trickyText : value;
}) as any;

const handedOn = {
  extraEnv: full.extraEnv,
  extraEnvFrom: full.extraEnvFrom,
  extraVolumes: full.extraVolumes,
  extraVolumeMounts: full.extraVolumeMounts,
  extraInitContainers: full.extraInitContainers,
  extraContainers: full.extraContainers.map((one: object) => ({ ...one, name: 'next-to-it' })),
  hostAliases: full.hostAliases,
  dnsConfig: full.dnsConfig,
  resourceClaims: full.resourceClaims,
  apiKey: { allowAnonymous: true },
  service: { type: 'NodePort', extraPorts: full.service.extraPorts },
  extraObjects: [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mine' }, data: { a: trickyText }, n: 1048576 },
  ],
  imagePullSecrets: full.imagePullSecrets,
  nodeSelector: full.nodeSelector,
  tolerations: full.tolerations,
  affinity: full.affinity,
  topologySpreadConstraints: full.topologySpreadConstraints,
  priorityClassName: 'high',
  podSecurityContext: { ...full.podSecurityContext, runAsNonRoot: true },
  securityContext: full.securityContext,
  gpu: { tolerateTaint: false },
  podAnnotations: { 'example.com/a': trickyText },
  commonAnnotations: { 'example.com/b': trickyText },
};

describe('A Kubernetes type with every field', () => {
  let objects: KubernetesObject[];
  beforeAll(async () => void (objects = await renderValues(handedOn)));

  it('should reach the pod as it was written', () => {
    const pod = podOf(objects);
    const { nodeSelector, tolerations, affinity, topologySpreadConstraints, hostAliases, dnsConfig } = handedOn;
    expect(pod).toMatchObject({
      nodeSelector,
      tolerations,
      affinity,
      topologySpreadConstraints,
      hostAliases,
      dnsConfig,
    });
    expect(pod.resourceClaims).toEqual(handedOn.resourceClaims);
    expect(pod.containers.slice(1)).toEqual(handedOn.extraContainers);
    expect(only(objects, 'Service').spec.ports.slice(1)).toEqual(handedOn.service.extraPorts);
    expect(pod.initContainers).toEqual(handedOn.extraInitContainers);
    expect(pod.imagePullSecrets).toEqual(handedOn.imagePullSecrets);
    expect(pod.securityContext).toMatchObject(handedOn.podSecurityContext);
    expect(pod.volumes.at(-1)).toEqual(handedOn.extraVolumes[0]);
  });

  it('should reach the container as it was written', () => {
    const { env, envFrom, volumeMounts, securityContext } = containerOf(objects);
    expect(env.at(-1)).toEqual(handedOn.extraEnv[0]);
    expect(envFrom).toEqual(handedOn.extraEnvFrom);
    expect(volumeMounts.at(-1)).toEqual(handedOn.extraVolumeMounts[0]);
    expect(securityContext).toEqual(handedOn.securityContext);
  });

  it('should reach annotations and objects of the user as it was written', () => {
    const { metadata } = only(objects, 'Deployment').spec.template;
    expect(metadata.annotations).toMatchObject({ 'example.com/a': trickyText, 'example.com/b': trickyText });
    expect(objects).toContainEqual(handedOn.extraObjects[0]);
  });
});
