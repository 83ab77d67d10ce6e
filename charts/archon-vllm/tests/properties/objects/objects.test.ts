import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '@archon/testbed/helm';
import { renderValues } from '../../support/render.ts';
import { containerOf, only, podOf } from '../../support/workload.ts';
import { secretMark } from '../values/objects.ts';
import { brokenMentions } from './broken-mentions.ts';
import { leaks } from './leaks.ts';
import { invalidObjects } from './object-schemas.ts';

const values = {
  apiKey: { existingSecret: 'mine', key: 'k' },
  extraObjects: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'bmV2ZXI=' } }],
};

/** The objects of these values, with something broken in them. */
async function broken(change: (objects: KubernetesObject[]) => void): Promise<KubernetesObject[]> {
  const objects = structuredClone(await renderValues(values));
  change(objects);
  return objects;
}

describe('brokenMentions', () => {
  it('should have nothing against what the chart renders', async () => {
    expect(brokenMentions(await renderValues(values), values)).toEqual([]);
  });

  it.each<[string, (objects: KubernetesObject[]) => void, string]>([
    [
      'a ConfigMap',
      (all) => (only(all, 'ConfigMap').metadata.name = 'x'),
      'there is no ConfigMap vllm-config with llm_model',
    ],
    [
      'a key',
      (all) => delete only(all, 'ConfigMap').data!.llm_model,
      'there is no ConfigMap vllm-config with llm_model',
    ],
    [
      'a claim',
      (all) => (only(all, 'PersistentVolumeClaim').metadata.name = 'x'),
      'no PersistentVolumeClaim model-cache',
    ],
    ['a Secret', (all) => (containerOf(all).envFrom = [{ secretRef: { name: 'other' } }]), 'there is no Secret other'],
    ['a service account', (all) => (podOf(all).serviceAccountName = 'x'), 'there is no ServiceAccount x'],
    ['a volume', (all) => podOf(all).volumes.pop(), 'vllm mounts shm'],
    ['a port of a probe', (all) => (containerOf(all).livenessProbe.httpGet.port = 'x'), 'a probe asks the port x'],
    ['a port of the Service', (all) => (only(all, 'Service').spec.ports[0].targetPort = 'x'), 'the Service targets x'],
    ['the Service of the Ingress', (all) => (only(all, 'Service').metadata.name = 'x'), 'the Ingress leads to'],
    ['a label', (all) => (only(all, 'Service').spec.selector.x = 'y'), 'a selector wants x=y'],
  ])('should find that %s is missing', async (_, change, found) => {
    expect(brokenMentions(await broken(change), values).join('\n')).toContain(found);
  });
});

describe('leaks', () => {
  it('should find nothing in what the chart renders', async () => {
    expect(leaks(await renderValues(values), 'notes', values)).toEqual([]);
  });

  it('should find a secret in NOTES, in another object, and as a value of a variable', async () => {
    const objects = await broken((all) => {
      only(all, 'ConfigMap').data!.x = `has ${secretMark} in it`;
      containerOf(all).env.push({ name: 'HF_TOKEN', value: 'x' });
    });
    expect(leaks(objects, 'bmV2ZXI=', values)).toEqual([
      'NOTES shows a secret',
      'ConfigMap vllm-config shows a secret',
      'HF_TOKEN does not refer to a Secret',
    ]);
  });
});

describe('invalidObjects', () => {
  it('should find an unknown field at any depth, and an unknown kind', async () => {
    const objects = await broken((all) => {
      containerOf(all).livenessProbe.httpGet.prot = 1;
      only(all, 'Service').kind = 'Servise';
    });
    expect(invalidObjects(objects)).toEqual([
      expect.stringMatching(
        /^apps\/v1 Deployment at \/spec\/template\/spec\/containers\/0\/livenessProbe\/httpGet: .*prot/,
      ),
      'v1 Servise: no such kind',
    ]);
  });
});
