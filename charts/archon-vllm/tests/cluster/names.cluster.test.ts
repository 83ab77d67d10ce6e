import { describe, expect, it } from 'vitest';
import { helmMajors } from '@archon/testbed/helm-command';
import { createNamespace, helms, kubectl } from '@archon/testbed/testing/test-cluster';
import { expectRefused } from '../support/expect-explained.ts';
import { objectsIn, Release, waiting } from '../support/release.ts';
import { scenarioValues } from '../support/scenarios.ts';

const derived = { fullnameOverride: '' };
const refusal = { sign: 'exists and cannot be imported', advice: 'fullnameOverride=""' };

/** Helm allows 53 characters; these differ in the last. */
const longNames = ['a', 'b'].map(
  (last) => 'a-release-with-the-longest-name-that-helm-may-give'.padEnd(52, '-x') + last,
);

describe('Releases', () => {
  it.concurrent('should have the same name in two namespaces', async ({ onTestFinished }) => {
    const namespaces = await Promise.all([1, 2].map(() => createNamespace({}, onTestFinished)));
    for (const namespace of namespaces) {
      expect(await new Release(namespace).install({}, ...waiting)).toMatchObject({ code: 0, stderr: '' });
      expect(await podsBehind(namespace)).toEqual({ vllm: ['archon'] });
    }
  });
});

describe.each(helmMajors)('Releases by Helm %i', (major) => {
  const helm = helms[major];

  it.concurrent('should live together when their names differ', async ({ onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const [one, two] = ['one', 'two'].map((name) => new Release(namespace, name, helm));
    expect(await one!.install(scenarioValues('release-one'), ...waiting)).toMatchObject({ code: 0, stderr: '' });
    expect(await two!.install(scenarioValues('release-two'), ...waiting)).toMatchObject({ code: 0, stderr: '' });
    expect(await podsBehind(namespace)).toEqual({ 'one-archon-vllm': ['one'], 'two-archon-vllm': ['two'] });
  });

  it.concurrent('should refuse names that another release has, and leave nothing', async ({ onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    const [archon, other] = ['archon', 'other'].map((name) => new Release(namespace, name, helm));
    expect(await archon!.install({}, ...waiting)).toMatchObject({ code: 0 });
    const before = await objectsIn(namespace);
    expectRefused(await other!.install(), refusal);
    expectRefused(await other!.upgrade(), refusal);
    expect(await objectsIn(namespace)).toEqual(before);
    expect(await archon!.neighbours()).toEqual({ archon: 'deployed' });
    expect(await other!.install(derived, ...waiting)).toMatchObject({ code: 0 });
    expect(await podsBehind(namespace)).toEqual({ vllm: ['archon'], 'other-archon-vllm': ['other'] });
  });

  it.concurrent('should have names of 53 characters', async ({ onTestFinished }) => {
    const namespace = await createNamespace({}, onTestFinished);
    for (const name of longNames) {
      const release = new Release(namespace, name, helm);
      expect(await release.install(derived, ...waiting)).toMatchObject({ code: 0, stderr: '' });
      expect(await release.test()).toMatchObject({ code: 0 });
    }
    expect(Object.values(await podsBehind(namespace))).toEqual(longNames.map((name) => [name]));
    const names = (await objectsIn(namespace)).map((id) => id.split('/')[1]!);
    expect(names.filter((name) => name.length > 63)).toEqual([]);
  });

  it.concurrent.for(['service/vllm', 'configmap/vllm-config', 'persistentvolumeclaim/model-cache'])(
    'should leave %s of someone else alone',
    async (id, { onTestFinished }) => {
      const release = new Release(await createNamespace({}, onTestFinished), 'archon', helm);
      const { namespace } = release;
      await kubectl.apply(foreign(namespace)[id]!);
      const before = await kubectl.get(id, '--namespace', namespace);
      const refused = await release.install();
      expectRefused(refused, refusal);
      expect(refused.stderr).toContain(`"${id.split('/')[1]}" in namespace "${namespace}" exists`);
      expect(await objectsIn(namespace)).toHaveLength(1);
      expect(await release.neighbours()).toEqual({});
      expect(await kubectl.get(id, '--namespace', namespace)).toEqual(before);
      await kubectl.do(['delete', id, '--namespace', namespace]);
      expect(await release.install({}, ...waiting)).toMatchObject({ code: 0, stderr: '' });
    },
  );

  it.concurrent(
    'should take the claim that another release left behind when it is named',
    async ({ onTestFinished }) => {
      const namespace = await createNamespace({}, onTestFinished);
      const [first, second] = ['first', 'second'].map((name) => new Release(namespace, name, helm));
      expect(await first!.install({}, ...waiting)).toMatchObject({ code: 0 });
      await first!.uninstall();
      expectRefused(await second!.install(), { ...refusal, advice: 'persistence.existingClaim' });
      const values = { persistence: { existingClaim: 'model-cache' } };
      expect(await second!.install(values, ...waiting)).toMatchObject({ code: 0 });
    },
  );
});

/** For each Service, the releases whose pods it reaches. */
async function podsBehind(namespace: string): Promise<Record<string, string[]>> {
  const { items: slices } = await kubectl.get('endpointslices', '--namespace', namespace);
  const { items: pods } = await kubectl.get('pods', '--namespace', namespace);
  const releaseOf = ({ targetRef }: any) =>
    pods.find(({ metadata }: any) => metadata.name === targetRef.name).metadata.labels['app.kubernetes.io/instance'];
  return Object.fromEntries(
    slices.map(({ metadata, endpoints }: any) => [
      metadata.labels['kubernetes.io/service-name'],
      (endpoints ?? []).map(releaseOf),
    ]),
  );
}

/** What someone else has put there, without Helm. */
const foreign = (namespace: string): Record<string, object> => ({
  'service/vllm': {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'vllm', namespace },
    spec: { selector: { app: 'theirs' }, ports: [{ port: 8000 }] },
  },
  'configmap/vllm-config': {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'vllm-config', namespace },
    data: { llm_model: 'theirs' },
  },
  'persistentvolumeclaim/model-cache': {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'model-cache', namespace },
    // Of no class: it stays as it is.
    spec: { storageClassName: '', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
});
