import { describe, expect, it } from 'vitest';
import { helmMajors } from '@archon/testbed/helm-command';
import { createNamespace, helms, kubectl } from '@archon/testbed/testing/test-cluster';
import { type Case, expectAdviceToHelp, expectRefused } from '../support/expect-explained.ts';
import { Release, waiting } from '../support/release.ts';

const ofClass = (storageClassName: string) => ({ persistence: { storageClassName } });
const existing = { persistence: { existingClaim: 'models' } };
const deleteClaim = (namespace: string) => kubectl.do(['delete', 'pvc', 'model-cache', '--namespace', namespace]);

const cases: Case[] = [
  {
    trouble: 'a StorageClass that is missing',
    sign: 'storageclass.storage.k8s.io "nowhere" not found',
    advice: 'persistence.storageClassName',
    broken: ofClass('nowhere'),
    alsoFix: deleteClaim,
    fixed: ofClass('standard'),
  },
  {
    trouble: 'a StorageClass that has no volume',
    sign: "didn't find available persistent volumes to bind",
    advice: 'create a volume',
    broken: ofClass('local'),
    alsoFix: deleteClaim,
    fixed: {},
  },
  {
    trouble: 'a claim of the user that is missing',
    sign: 'persistentvolumeclaim "models" not found',
    advice: 'persistence.existingClaim',
    broken: existing,
    fixed: {},
  },
];

describe('A pod that finds no volume', () => {
  it.concurrent.for(cases)(
    'should be explained, and start by the advice: $trouble',
    async (one, { onTestFinished }) => {
      await expectAdviceToHelp(new Release(await createNamespace({}, onTestFinished)), one);
    },
  );

  it.concurrent('should be explained, and start by the advice: no default StorageClass', async ({ onTestFinished }) => {
    const release = new Release(await createNamespace({}, onTestFinished));
    // The test cluster has a default class. A claim with an empty class behaves as if it had none; Helm adopts it.
    await kubectl.apply(ownedBy(release, claim(release.namespace, 'model-cache', { storageClassName: '' })));
    await expectAdviceToHelp(release, {
      trouble: 'no default StorageClass',
      sign: 'no storage class is set',
      advice: 'persistence.storageClassName',
      broken: {},
      alsoFix: deleteClaim,
      fixed: ofClass('standard'),
    });
  });

  it.concurrent('should be explained, and start by the advice: a volume elsewhere', async ({ onTestFinished }) => {
    const release = new Release(await createNamespace({}, onTestFinished));
    const { namespace } = release;
    onTestFinished(async () => void (await kubectl.do(['delete', 'pv', namespace, '--wait=false'])));
    await kubectl.apply(
      volumeOn('cpu-0', namespace),
      claim(namespace, 'models', { storageClassName: 'local', volumeName: namespace }),
    );
    await expectAdviceToHelp(release, {
      trouble: 'a volume elsewhere',
      sign: "PersistentVolume's node affinity",
      advice: 'delete the claim',
      broken: existing,
      fixed: {},
    });
  });
});

describe('The claim of the chart', () => {
  it.concurrent.for(helmMajors)('should keep its StorageClass, and Helm %i say so', async (major, context) => {
    const release = new Release(await createNamespace({}, context.onTestFinished), 'archon', helms[major]);
    expect(await release.install(ofClass('nowhere'))).toMatchObject({ code: 0 });
    expectRefused(await release.upgrade(ofClass('standard')), {
      sign: 'spec is immutable after creation',
      advice: 'delete the claim',
    });
    await deleteClaim(release.namespace);
    expect(await release.upgrade(ofClass('standard'), ...waiting)).toMatchObject({ code: 0 });
  });
});

const claim = (namespace: string, name: string, more: object) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '50Gi' } }, ...more },
});

/** An object with the marks by which Helm takes it for a release's own. */
const ownedBy = ({ namespace, name }: Release, { metadata, ...object }: ReturnType<typeof claim>) => ({
  ...object,
  metadata: {
    ...metadata,
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: { 'meta.helm.sh/release-name': name, 'meta.helm.sh/release-namespace': namespace },
  },
});

/** A volume on one node for the claim `models`; it bears the namespace's name. */
const volumeOn = (node: string, namespace: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: namespace },
  spec: {
    storageClassName: 'local',
    accessModes: ['ReadWriteOnce'],
    capacity: { storage: '50Gi' },
    local: { path: '/models' },
    claimRef: { namespace, name: 'models' },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }],
      },
    },
  },
});
