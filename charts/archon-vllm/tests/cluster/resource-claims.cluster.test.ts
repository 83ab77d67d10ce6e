import { createNamespace, kubectl } from '@archon/testbed/testing/test-cluster';
import { expect, it } from 'vitest';
import { Release, waiting } from '../support/release.ts';

const driver = 'gpu.example.com';
const device = (name: string, memory: string) => ({
  name,
  attributes: { productName: { string: 'Example GPU' } },
  capacity: { memory: { value: memory } },
});

it('should get the GPUs of its ResourceClaimTemplate, by class and selector, and wait where there are no more', async ({
  onTestFinished,
}) => {
  const namespace = await createNamespace({}, onTestFinished);
  const { items } = await kubectl.get('nodes', '--selector=kubernetes.io/hostname=gpu-0');
  const node = items[0].metadata.name as string;
  const cluster = [
    {
      apiVersion: 'resource.k8s.io/v1',
      kind: 'DeviceClass',
      metadata: { name: `${namespace}.example.com` },
      spec: { selectors: [{ cel: { expression: `device.driver == "${driver}"` } }] },
    },
    {
      apiVersion: 'resource.k8s.io/v1',
      kind: 'ResourceSlice',
      metadata: { name: namespace },
      spec: {
        driver,
        nodeName: node,
        pool: { name: namespace, generation: 1, resourceSliceCount: 1 },
        devices: [device('gpu-0', '16Gi'), device('gpu-1', '24Gi'), device('gpu-2', '24Gi')],
      },
    },
  ];
  for (const object of cluster) await kubectl.apply(object);
  onTestFinished(async () => {
    await kubectl.run(['delete', `deviceclass/${namespace}.example.com`, `resourceslice/${namespace}`]);
  });
  const claimTemplate = {
    enabled: true,
    deviceClassName: `${namespace}.example.com`,
    selectors: [`device.capacity["${driver}"].memory.compareTo(quantity("20Gi")) >= 0`],
  };
  const release = new Release(namespace);
  const values = { gpu: { claimTemplate }, persistence: { enabled: false }, ingress: { enabled: false } };
  expect(await release.install({ ...values, replicas: 2 }, ...waiting)).toMatchObject({ code: 0 });

  const pods = async () => (await kubectl.get('pods', '--namespace', namespace)).items as any[];
  expect((await pods()).map(({ spec }) => spec.nodeName)).toEqual([node, node]);
  const claims = await kubectl.get('resourceclaims', '--namespace', namespace);
  const devices = claims.items.map(({ status }: any) => status.allocation.devices.results[0].device);
  expect(devices.toSorted()).toEqual(['gpu-1', 'gpu-2']);

  expect(await release.upgrade({ ...values, replicas: 3 })).toMatchObject({ code: 0 });
  await kubectl
    .do([
      'wait',
      `--namespace=${namespace}`,
      '--for=jsonpath={.status.conditions[?(@.type=="PodScheduled")].reason}=Unschedulable',
      'pods',
      '--all',
      '--timeout=60s',
    ])
    .catch(() => undefined);
  const waitingPods = (await pods()).filter(({ spec }) => !spec.nodeName);
  expect(waitingPods).toHaveLength(1);
  expect(waitingPods[0].status.conditions[0].message).toMatch(/cannot allocate all claims/);
  const before = await templates(namespace);

  // What it asks for cannot be changed in place: another template takes over.
  const sixteen = { ...claimTemplate, selectors: [] };
  const changed = { ...values, gpu: { claimTemplate: sixteen }, replicas: 3 };
  expect(await release.upgrade(changed, ...waiting)).toMatchObject({ code: 0 });
  const after = await templates(namespace);
  expect(after).toHaveLength(1);
  expect(after).not.toEqual(before);
});

async function templates(namespace: string): Promise<string[]> {
  const { items } = await kubectl.get('resourceclaimtemplates', '--namespace', namespace);
  return items.map(({ metadata }: any) => metadata.name);
}
