import { describe, expect, it } from 'vitest';
import { gpus, gpusOfClass } from './gpus.ts';

const ids = (minGiB: number, maxGiB: number, minComputeCapability: string) =>
  gpusOfClass({ minGiB, maxGiB, minComputeCapability }).map(({ id }) => id);

describe('gpusOfClass', () => {
  it('should go by what nvidia-smi reports, not by the box', () => {
    expect(ids(11.9, 12.5, '12.0')).toEqual(['rtx-5070', 'rtx-5070-ti-laptop']);
    expect(ids(22, 23, '7.5')).toEqual(['a10', 'a10g', 'l4']);
  });

  it('should go by the box where nvidia-smi was not seen', () => {
    expect(ids(16, 17, '7.0')).toContain('v100-16gb');
  });

  it('should order compute capabilities by number', () => {
    expect(ids(15, 16, '10.0')).toEqual([
      'rtx-5060-ti-16gb',
      'rtx-5070-ti',
      'rtx-5080',
      'rtx-5080-laptop',
      'rtx-pro-2000-blackwell',
    ]);
    expect(ids(15, 16, '7.5')).toContain('t4');
    expect(ids(15, 16, '8.0')).not.toContain('t4');
  });

  it('should include the lower bound and exclude the upper one', () => {
    expect(ids(15, 15.001, '7.5')).toEqual(['t4']);
    expect(ids(14, 15, '7.5')).toEqual(['a16', 'a2']);
  });

  it('should leave out a GPU of which nothing is known', () => {
    expect(ids(0, 1000, '0.0')).toHaveLength(gpus.length - 1);
    expect(ids(0, 1000, '0.0')).not.toContain('jetson-agx-orin');
  });
});

describe('gpus', () => {
  it('should carry the node label that GPU feature discovery makes of the name', () => {
    const label = (name: string) =>
      name
        .replace(/[^A-Za-z0-9\-_. ]/g, '')
        .split(/\s+/)
        .join('-');
    for (const { id, name, nodeLabel } of gpus)
      if (nodeLabel?.basis === 'derived') expect(nodeLabel.product, id).toBe(label(name));
  });

  it('should say of GPUs that share a name that they do', () => {
    for (const { id, name, note } of gpus.filter((gpu) =>
      gpus.some((other) => other !== gpu && other.name === gpu.name),
    ))
      expect(note, `${id}: ${name}`).toMatch(/same NVML name|shares the NVML name|same name/);
  });

  it('should give CUDA less than nvidia-smi reports, by the reserve', () => {
    for (const { id, memory } of gpus.filter((gpu) => gpu.memory.reserved?.basis === 'difference')) {
      const cudaMiB = memory.nvidiaSmiMiB! - memory.reserved!.mib;
      expect(Math.abs(cudaMiB / 1024 - memory.cudaGiB!), id).toBeLessThan(0.006);
    }
  });
});
