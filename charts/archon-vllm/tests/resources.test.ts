import { describe, expect, it } from 'vitest';
import { notesOf } from './support/notes.ts';
import { problemsOf } from './support/problems.ts';
import { renderValues } from './support/render.ts';
import { containerOf, podOf } from './support/workload.ts';

/** Requests and limits of the container, without its GPUs; our validator must accept the values. */
async function resourcesOf(values: object) {
  expect(problemsOf(values)).toEqual([]);
  const { requests, limits } = containerOf(await renderValues(values)).resources;
  expect(requests['nvidia.com/gpu']).toBe('1');
  expect(limits['nvidia.com/gpu']).toBe('1');
  const withoutGpus = (amounts: Record<string, unknown>) => ({ ...amounts, 'nvidia.com/gpu': undefined });
  return { requests: withoutGpus(requests), limits: withoutGpus(limits) };
}

describe('Requests and limits', () => {
  it('should have no CPU limit by default', async () => {
    expect(await resourcesOf({})).toEqual({ requests: { cpu: '4', memory: '16Gi' }, limits: { memory: '24Gi' } });
  });

  it.each<[string, object, object]>([
    [
      'raise the preset’s limit to a higher request',
      { requests: { memory: '64Gi' } },
      { requests: { cpu: '4', memory: '64Gi' }, limits: { memory: '64Gi' } },
    ],
    [
      'lower the preset’s request to a lower limit',
      { limits: { cpu: 2, memory: '8Gi' } },
      { requests: { cpu: 2, memory: '8Gi' }, limits: { cpu: 2, memory: '8Gi' } },
    ],
    [
      'leave a pair alone that agrees',
      { requests: { memory: '20Gi' }, limits: { cpu: 8 } },
      { requests: { cpu: '4', memory: '20Gi' }, limits: { cpu: 8, memory: '24Gi' } },
    ],
    ['have no limits where they are null', { limits: null }, { requests: { cpu: '4', memory: '16Gi' }, limits: {} }],
    [
      'have requests without limits',
      { requests: { memory: '64Gi', cpu: 12 }, limits: null },
      { requests: { cpu: 12, memory: '64Gi' }, limits: {} },
    ],
    [
      'compare quantities, not texts',
      { requests: { memory: 34359738368 } },
      { requests: { cpu: '4', memory: 34359738368 }, limits: { memory: 34359738368 } },
    ],
    [
      'pair a resource of the user’s own',
      { requests: { 'ephemeral-storage': '20Gi' }, limits: { 'ephemeral-storage': '40Gi' } },
      {
        requests: { cpu: '4', memory: '16Gi', 'ephemeral-storage': '20Gi' },
        limits: { memory: '24Gi', 'ephemeral-storage': '40Gi' },
      },
    ],
  ])('should %s', async (_, resources, expected) => {
    expect(await resourcesOf({ resources })).toEqual(expected);
  });

  it('should be a fixed size of /dev/shm only where one is set', async () => {
    const shm = async (values: object) =>
      podOf(await renderValues(values)).volumes.find(({ name }: any) => name === 'shm');
    expect((await shm({})).emptyDir).toEqual({ medium: 'Memory', sizeLimit: '2Gi' });
    expect((await shm({ sharedMemory: { size: null } })).emptyDir).toEqual({ medium: 'Memory' });
  });
});

describe('gpu.count', () => {
  const slice = { gpu: { count: 2, resourceName: 'nvidia.com/mig-1g.24gb' } };

  it('should be what the pod requests, also where vLLM uses fewer', async () => {
    expect(problemsOf(slice)).toEqual([]);
    const { resources } = containerOf(await renderValues(slice));
    expect(resources.limits['nvidia.com/mig-1g.24gb']).toBe('2');
    expect(await notesOf({ valuesObject: slice })).toContain('vLLM uses 1 of 2 GPUs.');
  });

  it('should request nothing where it is 0, and need no RuntimeClass', async () => {
    const values = { gpu: { count: 0 } };
    expect(problemsOf(values)).toEqual([]);
    const objects = await renderValues(values);
    expect(containerOf(objects).resources).toEqual({
      requests: { cpu: '4', memory: '16Gi' },
      limits: { memory: '24Gi' },
    });
    expect(podOf(objects)).not.toHaveProperty('runtimeClassName');
    const notes = await notesOf({ valuesObject: values });
    expect(notes).toContain('  GPU      none requested (gpu.count is 0)\n');
    expect(notes).not.toMatch(/vLLM uses|RuntimeClass/);
  });

  it('should leave out the limits where there are none', async () => {
    const values = { gpu: { count: 0 }, resources: { limits: null } };
    expect(containerOf(await renderValues(values)).resources).toEqual({ requests: { cpu: '4', memory: '16Gi' } });
  });

  it('should keep a RuntimeClass that the user names', async () => {
    const values = { gpu: { count: 0, runtimeClassName: 'nvidia-cdi' } };
    expect(podOf(await renderValues(values)).runtimeClassName).toBe('nvidia-cdi');
  });
});
