import { ArchonError } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { definePreset, type PresetClass } from './define-preset.ts';

const define = (wanted: PresetClass) =>
  definePreset({
    name: 'mine',
    title: 'Mine',
    description: 'Mine.',
    class: wanted,
    hardware: {},
    model: { model: { id: 'Qwen/Qwen3-8B-AWQ' } },
  });

describe('definePreset', () => {
  it('should find the GPUs by what nvidia-smi reports, the lower bound included and the upper not', () => {
    const ids = (memoryGiB: PresetClass['memoryGiB']) =>
      define({ memoryGiB, computeCapability: ['7.5'] }).gpus.map(({ id }) => id);
    expect(ids([11, 11.5])).toEqual(['rtx-2080-ti']);
    expect(ids([15, 15.1])).toEqual(['t4']);
    expect(() => ids([11.1, 11.5])).toThrow(ArchonError);
    expect(ids([250])).toEqual(['b300', 'gb300']);
  });

  it('should compare compute capabilities as versions', () => {
    const ids = (...computeCapability: [string, string?]) =>
      define({ memoryGiB: [31, 39], computeCapability }).gpus.map(({ id }) => id);
    expect(ids('7.0', '9.0')).toEqual(['rtx-5000-ada', 'v100-32gb']);
    expect(ids('10.0')).toEqual(['rtx-5090', 'rtx-5090-d', 'rtx-pro-4500-blackwell']);
  });

  it('should leave out memory that is shared with the CPU', () => {
    expect(() => define({ memoryGiB: [100, 139], computeCapability: ['7.5'] })).toThrow(/No GPU/);
  });

  it('should take a GPU in by name, and refuse a name that the catalog lacks', () => {
    const wanted: PresetClass = { memoryGiB: [15, 15.1], computeCapability: ['7.5'], others: ['titan-rtx'] };
    expect(define(wanted).gpus.map(({ id }) => id)).toEqual(['t4', 'titan-rtx']);
    expect(() => define({ ...wanted, others: ['titan'] })).toThrow('The catalog has no GPU "titan".');
  });

  it('should name the class that no GPU belongs to', () => {
    expect(() => define({ memoryGiB: [1, 2], computeCapability: ['7.5'] })).toThrow(
      'No GPU of the catalog has 1 to 2 GiB and compute capability 7.5.',
    );
  });

  it('should not compile with a key that presets do not own, or a wrong one', () => {
    const values = {
      name: 'a',
      title: 'a',
      description: 'a',
      class: { memoryGiB: [7, 9], computeCapability: ['7.5'] },
    };
    const model = { model: { id: 'a' } };
    const wanted = values as Parameters<typeof definePreset>[0];
    // @ts-expect-error the user owns replicas
    definePreset({ ...wanted, model, hardware: { replicas: 2 } });
    // @ts-expect-error a typo
    definePreset({ ...wanted, model, hardware: { engine: { maxNumSeq: 2 } } });
    // @ts-expect-error the context belongs to the model
    definePreset({ ...wanted, model, hardware: { engine: { maxModelLen: 2 } } });
    // @ts-expect-error a preset names its model
    definePreset({ ...wanted, model: {}, hardware: {} });
  });
});
