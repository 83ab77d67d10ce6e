import { join } from 'node:path';
import { capabilityNumber, findModel, gpus, reportedGiB } from '@archon/sizing';
import { loadModel, presetLeaves, resolveValues, workspaceRoot } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { checkPreset, leastMarginGiB } from './check-preset.ts';
import { chartRelease, planPreset, releaseOf } from './plan-preset.ts';
import { gpuTitle } from './preset-values.ts';
import { presets } from './presets.ts';
import { gibOf, provisionsOf } from './provisions.ts';

const values = resolveValues(loadModel(workspaceRoot, 'archon-vllm'));
const sized = presets.filter(({ name }) => name.startsWith('nvidia-'));
const golden = (name: string): string => join(import.meta.dirname, '__golden__', name);

describe('presets', () => {
  it('should be those of the schema', () => {
    expect([...presets.map(({ name }) => name), '']).toEqual(values.schema.properties['preset']!.enum);
  });

  it('should run the release of the chart, unless they name another', () => {
    expect(chartRelease).toBe(values.root.appVersion);
    expect(presets.filter((preset) => releaseOf(preset) !== chartRelease).map(({ name }) => name)).toEqual([
      'archon-seed',
    ]);
  });

  it.each(['hardware', 'model'] as const)('should set only what the schema gives to their %s group', (group) => {
    const owned = presetLeaves(values, group).map(({ path }) => path.join('.'));
    for (const preset of presets)
      for (const path of pathsOf(preset[group]))
        expect(
          owned.some((leaf) => path === leaf || path.startsWith(`${leaf}.`)),
          `${preset.name} ${path}`,
        ).toBe(true);
  });

  it('should never ask for a smaller volume than a smaller GPU, because a claim cannot shrink', () => {
    const sizes = sized.map(({ hardware }) => gibOf(hardware.persistence!.size!));
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  });

  it('should each say why in a few words', () => {
    for (const { description } of presets) expect(description.length).toBeLessThan(260);
  });
});

describe('classes', () => {
  const classOf = (preset: (typeof sized)[number]): string => preset.class.memoryGiB.join();
  /** One preset of each class; others may share it. */
  const classes = [...new Map(sized.map((preset) => [classOf(preset), preset])).values()];

  it('should follow each other without gap or overlap, up to the largest GPU', () => {
    const ranges = classes.map((preset) => preset.class.memoryGiB);
    expect(ranges[0]![0]).toBeLessThanOrEqual(7.95);
    for (const [index, [, below]] of ranges.entries()) expect(below).toBe(ranges[index + 1]?.[0]);
  });

  it('should hold every GPU that the image has kernels for, from 8 GB on, in exactly one class', () => {
    const expected = gpus.filter((gpu) => {
      const capability = capabilityNumber(gpu.computeCapability ?? '0');
      return capability >= 705 && !gpu.memory.unified && (reportedGiB(gpu) ?? 0) >= 7.5;
    });
    for (const { id } of expected) {
      const holders = sized.filter((preset) => preset.gpus.some((gpu) => gpu.id === id));
      expect([...new Set(holders.map(classOf))], id).toHaveLength(1);
    }
    const held = new Set(sized.flatMap((preset) => preset.gpus.map(({ id }) => id)));
    expect([...held].toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
  });

  it('should hold no GPU by name that its memory puts there anyway, or in a smaller class', () => {
    for (const preset of sized)
      for (const id of preset.class.others ?? [])
        expect(reportedGiB(gpus.find((gpu) => gpu.id === id)!)).toBeGreaterThanOrEqual(preset.class.memoryGiB[1]!);
  });

  it('should hold these GPUs', async () => {
    const lines = presets.map(
      ({ name, ...preset }) => `${name}\n${preset.gpus.map((gpu) => `  ${gpuTitle(gpu)}\n`).join('')}`,
    );
    await expect(lines.join('\n')).toMatchFileSnapshot(golden('classes.txt'));
  });
});

describe('plans', () => {
  it.each(sized.map((preset) => [preset.name, preset] as const))(
    'should let %s start on every GPU, with margin',
    (_, preset) => {
      expect(checkPreset(preset)).toEqual([]);
      for (const { answer } of planPreset(preset)) {
        expect(answer.fits).toBe(true);
        expect(answer.marginGiB).toBeGreaterThanOrEqual(leastMarginGiB);
        expect(answer.concurrency).toBeGreaterThanOrEqual(1);
      }
    },
  );

  it('should neither accept nor refuse archon-seed: vLLM 0.4.0 charged what PyTorch had reserved', () => {
    const seed = presets.find(({ name }) => name === 'archon-seed')!;
    for (const { answer } of planPreset(seed)) {
      expect(answer.fits).toBeNull();
      expect(answer.kvCacheTokens).toBeGreaterThan(seed.model.engine!.maxModelLen!);
    }
  });

  it('should leave these margins', async () => {
    const rows = presets.flatMap((preset) =>
      planPreset(preset).map(({ gpu, answer }) => {
        const figures = [`${answer.marginGiB?.toFixed(2)} GiB`, `${answer.kvCacheTokens} tokens`, String(answer.fits)];
        return `${preset.name.padEnd(13)} ${gpu.id.padEnd(36)} ${figures[0]!.padStart(10)} ${figures[1]!.padStart(16)}  ${figures[2]}\n`;
      }),
    );
    await expect(rows.join('')).toMatchFileSnapshot(golden('margins.txt'));
  });
});

describe('provisions', () => {
  it.each(sized.map((preset) => [preset.name, preset] as const))('should suffice: %s', (_, preset) => {
    const { persistence } = preset.hardware;
    const { startup } = preset.model;
    const { requests, limits } = preset.hardware.resources!;
    const weights = findModel(preset.model.model.id)!.weights!.bytes / 2 ** 30;
    const { volumeGiB, startupSeconds, memoryGiB } = provisionsOf(preset, weights);
    expect(gibOf(persistence!.size!)).toBeGreaterThanOrEqual(volumeGiB);
    expect(startup!.timeoutSeconds).toBeGreaterThanOrEqual(startupSeconds);
    expect(startup!.timeoutSeconds! % 600).toBe(0);
    expect(gibOf(limits!['memory']!)).toBeGreaterThanOrEqual(memoryGiB);
    expect(gibOf(requests!['memory']!)).toBeLessThanOrEqual(gibOf(limits!['memory']!));
  });
});

/** Paths of all values that are not a map. */
function pathsOf(value: object, before: readonly string[] = []): string[] {
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? pathsOf(child, [...before, key])
      : [[...before, key].join('.')],
  );
}
