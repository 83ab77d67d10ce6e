import { describe, expect, it } from 'vitest';
import { findModelNamed, gpuNamed, nearestNames, releaseNamed } from './catalog-names.ts';
import { gpus } from '@archon/sizing/gpus';
import { models } from '@archon/sizing/models';

describe('gpuNamed', () => {
  it('should find every GPU by its id', () => {
    for (const gpu of gpus) expect(gpuNamed(gpu.id)).toBe(gpu);
  });

  it.each(['RTX 5070 Ti', 'rtx5070ti', 'NVIDIA GeForce RTX 5070 Ti', 'NVIDIA-GeForce-RTX-5070-Ti'])(
    'should take %s for the RTX 5070 Ti',
    (name) => {
      expect(gpuNamed(name).id).toBe('rtx-5070-ti');
    },
  );

  it.each([
    ['rtx-5070-tj', 'Did you mean rtx-5070-ti'],
    ['5090 laptop', 'rtx-5090-laptop'],
    ['RTX 4060 Ti', 'Name one of rtx-4060-ti-16gb, rtx-4060-ti-8gb.'],
    ['MI300X', 'not an NVIDIA GPU: not planned'],
    ['radeon 7900 xtx', 'not an NVIDIA GPU: not planned'],
    ['cpu', 'not an NVIDIA GPU: not planned'],
    ['zzzz', 'packages/sizing/catalog/schemas/gpu.schema.json'],
    ['', '"" is not a GPU of the catalog'],
  ])('should refuse %j with help', (name, help) => {
    expect(() => gpuNamed(name)).toThrow(help);
  });
});

describe('findModelNamed', () => {
  it('should find every model by its id, and without the organisation', () => {
    for (const model of models) expect(findModelNamed(model.id)).toBe(model);
    expect(findModelNamed('GPT-OSS-20b')?.id).toBe('openai/gpt-oss-20b');
  });

  it.each(['qwen2.5 coder 14b gptq', 'openai/gpt-os-20b', 'my/own', ''])('should not take %j for another', (name) => {
    expect(findModelNamed(name)).toBeUndefined();
  });
});

describe('releaseNamed', () => {
  it.each([
    ['0.33.0', '0.33.0'],
    ['v0.33.0-cu129', '0.33.0'],
    ['0.33', '0.33.0'],
    // between two of the catalog
    ['0.8.4', '0.8.4'],
  ])('should take %s for %s', (name, version) => {
    expect(releaseNamed(name)).toBe(version);
  });

  it.each(['latest', '99.0.0', '0.1.0', '', '0.33.0x'])('should refuse %j with how to add one', (name) => {
    expect(() => releaseNamed(name)).toThrow('npm run catalog:release');
  });
});

describe('nearestNames', () => {
  it('should give at most three, none of them twice', () => {
    const near = nearestNames(
      'rtx-50',
      gpus.map(({ id }) => id),
    );
    expect(near).toHaveLength(3);
    expect(new Set(near).size).toBe(3);
  });
});
