import { gpus } from '@archon/sizing';
import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../values/src/testing/problems-of.ts';
import { definePreset, gpuTitle, valuesOfPreset, type PresetDefinition } from './define-preset.ts';

const definition: PresetDefinition = {
  name: 'test-preset',
  title: 'A preset for tests',
  description: 'Nothing more.',
  class: { memoryGiB: [14.5, 17], computeCapability: ['8.9'] },
  hardware: { engine: { gpuMemoryUtilization: 0.9 } },
  model: { model: { id: 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4' } },
};
const gpusOf = (preset: PresetDefinition['class']) =>
  definePreset({ ...definition, class: preset }).gpus.map(({ id }) => id);

describe('definePreset', () => {
  it('should find the GPUs of its class', () => {
    const ids = gpusOf(definition.class);
    expect(ids).toEqual(expect.arrayContaining(['rtx-4080', 'rtx-5070-ti']));
    expect(ids).not.toContain('t4');
    expect(ids).not.toContain('rtx-4090');
  });

  it('should take the lower bound in, and leave the upper bound out', () => {
    const ids = (from: number, below: number) => gpusOf({ memoryGiB: [from, below], computeCapability: ['8.9'] });
    const { nvidiaSmiMiB } = gpus.find(({ id }) => id === 'rtx-4090')!.memory;
    const reported = nvidiaSmiMiB! / 1024;
    expect(ids(reported, reported + 1)).toContain('rtx-4090');
    expect(ids(reported - 10, reported)).not.toContain('rtx-4090');
  });

  it('should order compute capabilities as numbers', () => {
    expect(gpusOf({ memoryGiB: [14.5, 17], computeCapability: ['9.0'] })).toEqual(
      expect.arrayContaining(['rtx-5070-ti', 'rtx-5080']),
    );
    expect(gpusOf({ memoryGiB: [14.5, 17], computeCapability: ['7.0', '7.5'] })).toEqual(['t4', 'v100-16gb']);
  });

  it('should leave out memory that is shared with the CPU', () => {
    const everything = gpusOf({ memoryGiB: [0, 1000], computeCapability: ['0.0'] });
    expect(everything).not.toContain('gb10-dgx-spark');
    expect(everything).not.toContain('jetson-agx-orin');
  });

  it('should refuse a class without GPUs', () => {
    const empty = {
      ...definition,
      class: { memoryGiB: [1, 2], computeCapability: ['7.5', '12.0'] },
    } satisfies PresetDefinition;
    expect(problemsOf(() => definePreset(empty))).toEqual([
      {
        path: 'preset test-preset',
        message: 'No GPU of the catalog has 1 to 2 GiB and compute capability 7.5 to 12.0.',
        hint: 'Widen the class, or add the GPU to packages/sizing/catalog/gpus.',
      },
    ]);
  });

  it('should not compile with what no preset may set', () => {
    // @ts-expect-error replicas belong to the user
    const replicas: PresetDefinition = { ...definition, hardware: { replicas: 2 } };
    // @ts-expect-error a misspelt key
    const misspelt: PresetDefinition = { ...definition, hardware: { engine: { maxNumSeq: 2 } } };
    // @ts-expect-error the context depends on the model, not on the hardware
    const wrongGroup: PresetDefinition = { ...definition, hardware: { engine: { maxModelLen: 2 } } };
    // @ts-expect-error a preset names its model
    const nameless: PresetDefinition = { ...definition, model: { engine: { maxModelLen: 2 } } };
    expect([replicas, misspelt, wrongGroup, nameless]).toHaveLength(4);
  });
});

describe('gpuTitle', () => {
  it.each([
    ['rtx-4060-ti-16gb', 'NVIDIA GeForce RTX 4060 Ti', 'RTX 4060 Ti 16GB'],
    ['rtx-5090', 'NVIDIA GeForce RTX 5090', 'RTX 5090'],
    ['a100-40gb-pcie', 'NVIDIA A100-PCIE-40GB', 'A100-PCIE-40GB'],
    ['v100-16gb', 'Tesla V100-PCIE-16GB', 'Tesla V100-PCIE-16GB'],
  ])('should call %s by the name on its box', (id, name, title) => {
    expect(gpuTitle({ id, name, memory: {}, sources: [] })).toBe(title);
  });
});

describe('valuesOfPreset', () => {
  it('should tell the values by group, and what NOTES says', () => {
    const preset = definePreset(definition);
    expect(valuesOfPreset(preset)).toEqual({
      about: { title: 'A preset for tests', gpus: preset.gpus.map(gpuTitle), downloadGB: expect.any(Number) },
      hardware: definition.hardware,
      model: definition.model,
    });
  });

  it('should not invent the size of a model that it does not know', () => {
    const preset = definePreset({ ...definition, model: { model: { id: 'nobody/knows' } } });
    expect(valuesOfPreset(preset).about).not.toHaveProperty('downloadGB');
  });
});
