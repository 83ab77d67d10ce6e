import { describe, expect, it } from 'vitest';
import { checkPreset } from './check-preset.ts';
import { definePreset, type PresetDefinition } from './define-preset.ts';
import { nvidia16gb } from './presets/nvidia-16gb.ts';
import { nvidia24gb } from './presets/nvidia-24gb.ts';

const { gpus: _found, ...written } = nvidia16gb;
const changed = (change: Partial<PresetDefinition>) => checkPreset(definePreset({ ...written, ...change }));
const engine = { maxModelLen: 8192, quantization: 'gptq' };
const model = (more: object) => ({ model: written.model.model, engine: { ...engine, ...more } });

describe('checkPreset', () => {
  it('should refuse too long a context, and name the GPUs and what they hold', () => {
    const found = changed({ model: model({ maxModelLen: 16384 }) });
    const refused = found.find(({ message }) =>
      message.startsWith('RTX 5080 (rtx-5080) does not hold 16,384 tokens with margin'),
    );
    expect(refused?.path).toBe('preset nvidia-16gb');
    expect(refused?.hint).toMatch(/^The pessimistic bound holds [\d,]{5,6} tokens there\.$/);
    expect(found.some(({ message }) => message.startsWith('RTX A4000 (rtx-a4000)'))).toBe(true);
    expect(found.some(({ message }) => message.startsWith('TITAN RTX'))).toBe(false);
  });

  it('should refuse a GPU without kernels', () => {
    const { gpus: _gpus, ...preset } = nvidia24gb;
    const older = definePreset({ ...preset, class: { memoryGiB: [22, 31], computeCapability: ['7.5'] } });
    expect(checkPreset(older).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^TITAN RTX|^Quadro RTX 6000/),
      expect.stringMatching(/^TITAN RTX|^Quadro RTX 6000/),
    ]);
    expect(checkPreset(older)[0]!.message).toContain('Quantization mxfp4 needs compute capability 8.0');
  });

  it('should refuse an image without kernels for the class', () => {
    const found = changed({ hardware: { ...written.hardware, image: { tag: 'v0.4.0' } } });
    expect(found.find(({ message }) => message.includes('rtx-5080'))?.message).toContain('compute capability 12.0');
  });

  it('should refuse a model that is unknown, or not free for commercial use', () => {
    const other = (id: string) => changed({ model: { model: { id }, engine: { maxModelLen: 4096 } } });
    expect(other('Qwen/none')[0]!.message).toBe('The catalog has no model "Qwen/none".');
    expect(other('Qwen/Qwen2.5-Coder-3B-Instruct')).toEqual([
      {
        path: 'preset nvidia-16gb',
        message: 'Qwen/Qwen2.5-Coder-3B-Instruct is under qwen-research.',
        hint: 'Apache-2.0 or MIT.',
      },
    ]);
  });

  it.each([
    [{ quantization: 'awq' }, 'is gptq; the preset says awq.'],
    [{ toolCallParser: 'hermes' }, 'enableAutoToolChoice and toolCallParser need each other.'],
    [{ toolCallParser: 'none', enableAutoToolChoice: true }, 'vLLM 0.33.0 has no parser "none".'],
    [{ reasoningParser: 'none' }, 'vLLM 0.33.0 has no parser "none".'],
    [{ kvCacheDtype: 'fp8' }, 'An fp8 cache needs compute capability 8.9, which Quadro RTX 5000,'],
  ])('should refuse %j', (more, message) => {
    expect(changed({ model: model(more) })[0]!.message).toContain(message);
  });
});
