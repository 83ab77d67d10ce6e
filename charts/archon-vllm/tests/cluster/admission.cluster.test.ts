import { describe, expect, it } from 'vitest';
import { helmMajors } from '@archon/testbed/helm-command';
import { createNamespace, helms, kubectl } from '@archon/testbed/testing/test-cluster';
import { expectAdviceToHelp, expectExplained, expectRefused } from '../support/expect-explained.ts';
import { podSecurity } from '../support/pod-security.ts';
import { Release, waiting } from '../support/release.ts';
import { scenarioValues } from '../support/scenarios.ts';

describe('A namespace that enforces the restricted standard', () => {
  it.concurrent.for(helmMajors)('should take the default from Helm %i, without a warning', async (major, context) => {
    const namespace = await createNamespace(podSecurity('restricted'), context.onTestFinished);
    const release = new Release(namespace, 'archon', helms[major]);
    expect(await release.install({}, ...waiting)).toMatchObject({ code: 0, stderr: '' });
    expect(await release.test()).toMatchObject({ code: 0, stderr: '' });
  });

  it.concurrent.for([
    ['the image that knows only root', scenarioValues('root-image')],
    ['the preset archon-seed', { preset: 'archon-seed' }],
  ] as const)('should refuse %s, and the chart say why', async ([, values], { onTestFinished }) => {
    const release = new Release(await createNamespace(podSecurity('restricted'), onTestFinished));
    const { code, stderr } = await release.install(values);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^[^\n]*would violate PodSecurity.*\n$/),
    });
    await expectExplained(release, { sign: 'violates PodSecurity', advice: 'image' });
    expect(await release.upgrade({}, ...waiting)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('A namespace that enforces the baseline standard', () => {
  it.concurrent('should take the preset archon-seed', async ({ onTestFinished }) => {
    const release = new Release(await createNamespace(podSecurity('baseline'), onTestFinished));
    expect(await release.install({ preset: 'archon-seed' }, ...waiting)).toMatchObject({ code: 0, stderr: '' });
  });
});

/** A ResourceQuota that is just enough for the default and a `helm test` pod. */
const fitting = {
  'requests.nvidia.com/gpu': '1',
  'requests.cpu': '4100m',
  'requests.memory': '16512Mi',
  'limits.memory': '24704Mi',
  'requests.storage': '50Gi',
  persistentvolumeclaims: '1',
  pods: '2',
  services: '1',
  'count/deployments.apps': '1',
  'count/ingresses.networking.k8s.io': '1',
};

describe('A ResourceQuota', () => {
  it.concurrent('should be used up by the default, and by no more', async ({ onTestFinished }) => {
    const release = new Release(await createNamespace({}, onTestFinished));
    await applyQuota(release, fitting);
    expect(await release.install({}, ...waiting)).toMatchObject({ code: 0, stderr: '' });
    expect(await release.test()).toMatchObject({ code: 0 });
    expect(await release.upgrade({ engine: { maxModelLen: 4096 } }, ...waiting)).toMatchObject({ code: 0 });
  });

  it.concurrent.for([
    ['no GPU', { 'requests.nvidia.com/gpu': '0' }],
    ['less memory', { 'limits.memory': '16Gi' }],
  ] as const)('should be explained when it grants %s', async ([, hard], { onTestFinished }) => {
    const release = new Release(await createNamespace({}, onTestFinished));
    await applyQuota(release, { ...fitting, ...hard });
    expect(await release.install()).toMatchObject({ code: 0, stderr: '' });
    await expectExplained(release, { sign: 'exceeded quota', advice: 'resources' });
    await applyQuota(release, fitting);
    expect(await release.upgrade({ podAnnotations: { again: 'true' } }, ...waiting)).toMatchObject({ code: 0 });
  });

  it.concurrent(
    'should be explained when it counts CPU limits, of which the chart sets none',
    async ({ onTestFinished }) => {
      const release = new Release(await createNamespace({}, onTestFinished));
      await applyQuota(release, { 'limits.cpu': '8' });
      await expectAdviceToHelp(release, {
        trouble: 'no CPU limit',
        sign: 'must specify limits.cpu',
        advice: 'resources.limits.cpu',
        broken: {},
        fixed: { resources: { limits: { cpu: '8' } } },
      });
    },
  );

  it.concurrent.for(helmMajors)('should fail an install by Helm %i that can be repeated', async (major, context) => {
    const release = new Release(await createNamespace({}, context.onTestFinished), 'archon', helms[major]);
    await applyQuota(release, { ...fitting, 'requests.storage': '30Gi' });
    expectRefused(await release.install(), { sign: 'exceeded quota', advice: 'persistence.size' });
    expect(await release.neighbours()).toEqual({ archon: 'failed' });
    expect(await release.upgrade({ persistence: { size: '30Gi' } }, ...waiting)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('A LimitRange', () => {
  it.concurrent('should not touch what the chart sets itself', async ({ onTestFinished }) => {
    const release = new Release(await createNamespace({}, onTestFinished));
    const lent = { cpu: '8', memory: '128Mi' };
    await applyLimits(release, { type: 'Container', default: lent, defaultRequest: lent, max: { memory: '24Gi' } });
    expect(await release.install({}, ...waiting)).toMatchObject({ code: 0, stderr: '' });
    const { items } = await kubectl.get('pods', '--namespace', release.namespace);
    expect(items.map(({ spec }: any) => spec.containers[0].resources)).toEqual([
      {
        requests: { cpu: '4', memory: '16Gi', 'nvidia.com/gpu': '1' },
        limits: { cpu: '8', memory: '24Gi', 'nvidia.com/gpu': '1' },
      },
    ]);
  });

  it.concurrent('should be explained when it adds a CPU limit below the request', async ({ onTestFinished }) => {
    const release = new Release(await createNamespace({}, onTestFinished));
    await applyLimits(release, { type: 'Container', default: { cpu: '500m' } });
    await expectAdviceToHelp(release, {
      trouble: 'a low CPU limit',
      sign: 'must be less than or equal to cpu limit',
      advice: 'resources.limits.cpu',
      broken: {},
      fixed: { resources: { limits: { cpu: '8' } } },
    });
  });

  it.concurrent('should be explained when a container may have less', async ({ onTestFinished }) => {
    const release = new Release(await createNamespace({}, onTestFinished));
    await applyLimits(release, { type: 'Container', max: { memory: '20Gi' } });
    expect(await release.install()).toMatchObject({ code: 0 });
    await expectExplained(release, { sign: 'maximum memory usage per Container is', advice: 'resources' });
    const values = { resources: { limits: { memory: '20Gi' } } };
    expect(await release.upgrade(values, ...waiting)).toMatchObject({ code: 0 });
  });

  it.concurrent('should fail an install whose claim may only be smaller', async ({ onTestFinished }) => {
    const release = new Release(await createNamespace({}, onTestFinished));
    await applyLimits(release, { type: 'PersistentVolumeClaim', max: { storage: '30Gi' } });
    expectRefused(await release.install(), {
      sign: 'maximum storage usage per PersistentVolumeClaim is',
      advice: 'persistence.size',
    });
    expect(await release.upgrade({ persistence: { size: '30Gi' } }, ...waiting)).toMatchObject({ code: 0 });
  });
});

const applyQuota = ({ namespace }: Release, hard: Record<string, string>) =>
  kubectl.apply({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'team', namespace }, spec: { hard } });

const applyLimits = ({ namespace }: Release, limits: object) =>
  kubectl.apply({
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'team', namespace },
    spec: { limits: [limits] },
  });
