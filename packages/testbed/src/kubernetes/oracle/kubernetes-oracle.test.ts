import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../parse-objects.ts';
import { deployment, service } from '../testing/objects.ts';
import { startKubernetesOracle, type KubernetesOracle } from './kubernetes-oracle.ts';

describe('Kubernetes’ own validation', () => {
  let oracle: KubernetesOracle;
  beforeAll(() => void (oracle = startKubernetesOracle()), 600_000); // a first build compiles much of Kubernetes
  afterAll(() => oracle.end());

  it('should accept what the API server accepts, with its defaults', async () => {
    expect(await oracle.refusals([service({ ports: [{ port: 80 }] }), deployment({})])).toEqual([]);
  });

  it.each<[string, KubernetesObject, RegExp]>([
    ['a field that does not exist', service({ ports: [{ port: 80, prot: 1 }] }), /unknown field "spec.ports\[0].prot"/],
    [
      'a value out of range',
      service({ ports: [{ port: 0 }] }),
      /^Service\/a spec\.ports\[0].port: .*between 1 and 65535/,
    ],
    ['a pod of a Deployment', deployment({ tolerations: [{ operator: 'Exists', value: 'x' }] }), /tolerations\[0]/],
    ['a name', { ...service({ ports: [{ port: 80 }] }), metadata: { name: 'A' } }, /^Service\/A metadata.name: /],
    ['text where a number belongs', deployment({ priority: 'x' }), /^Deployment \(all of it\): /],
  ])('should refuse %s', async (_, object, refusal) => {
    const [first] = await oracle.refusals([object]);
    expect(first).toMatch(refusal);
  });

  it('should know nothing of custom resources', async () => {
    const object = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'A B' } };
    expect(await oracle.refusals([object])).toEqual([]);
  });
});
