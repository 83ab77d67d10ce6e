import { describe, expect, it } from 'vitest';
import type { Gpu } from './catalog-types.ts';
import { cudaGiB } from './cuda-total.ts';
import { gpus } from './gpus.ts';

const total = (id: string) => cudaGiB(gpus.find((gpu) => gpu.id === id)!)!;

/** Seen only with drivers before 570, which keep less; or an odd reading. */
const otherDrivers = [
  'rtx-2070-super',
  'rtx-2080-super',
  'rtx-3070',
  'rtx-3080-10gb',
  'rtx-3080-12gb',
  'rtx-3090-ti',
  'rtx-4070',
  'rtx-4070-ti-super',
  'rtx-a2000-12gb',
  'rtx-a4000',
  'rtx-a5000',
  'rtx-a6000',
];

describe('cudaGiB', () => {
  it('should give what was seen, with bounds on both sides', () => {
    expect(total('rtx-5070')).toMatchObject({ likely: 11.5, basis: 'seen', wsl2: 12227 / 1024 });
    for (const gpu of gpus) {
      const { low, likely, high } = cudaGiB(gpu) ?? { low: 0, likely: 1, high: 2 };
      expect(low < likely && likely < high, gpu.id).toBe(true);
    }
  });

  it('should derive what was not seen from GPUs of the generation', () => {
    const { basis, likely, reason } = total('rtx-5060');
    expect(basis).toBe('derived');
    // OOM texts of 8 GB Blackwell GPUs: 7.51 to 7.53 GiB
    expect(likely).toBeCloseTo(7.53, 2);
    expect(reason).toContain('443 of 8151 MiB');
  });

  it.each([
    ['a100-80gb-sxm', 79.21],
    ['h100-nvl', 93.09],
    ['rtx-a6000', 47.4],
    ['rtx-4070', 11.6],
  ])('should derive %s: %d GiB', (id, gib) => expect(total(id).likely).toBeCloseTo(gib, 2));

  it('should rest on what was seen wherever a current driver was', () => {
    const derived = gpus.filter((gpu) => gpu.memory.cudaGiB !== undefined && cudaGiB(gpu)!.basis === 'derived');
    expect(derived.map(({ id }) => id).sort()).toEqual(otherDrivers);
  });

  it('should hold every total that was seen within its bounds', () => {
    for (const gpu of gpus.filter(({ memory }) => memory.cudaGiB !== undefined)) {
      const { low, high } = cudaGiB(gpu)!;
      const { cudaGiB: lowest, cudaGiBHighest = lowest } = gpu.memory;
      expect(lowest! >= low && cudaGiBHighest! <= high, gpu.id).toBe(true);
    }
  });

  it('should not tell where neither a total nor a rule is known', () => {
    const silent = gpus.filter((gpu) => !cudaGiB(gpu)).map(({ id }) => id);
    expect(silent.sort()).toEqual(['gtx-1070', 'gtx-1080', 'gtx-1080-ti', 'jetson-agx-orin', 'p40']);
    expect(cudaGiB({ memory: {} } as Gpu)).toBeUndefined();
  });
});
