import { describe, expect, it } from 'vitest';
import { gpus } from '../gpus.ts';
import { models } from '../models.ts';
import { gpuSpecOf } from '../plan/gpu-spec.ts';
import { versionBehaviour } from '../plan/version-behaviour.ts';
import { modelSpecOf } from '../plan/model-spec.ts';
import { versionNumber } from '../plan/versions.ts';
import { releases } from '../releases.ts';
import { versions } from './by-release.ts';
import { gpuFamily, gpuFamilies } from './gpu-family.ts';
import { uncountedArgument, uncountedOptions, uncountedSpellings } from './memory-options.ts';
import { sizingTables } from './sizing-tables.ts';

const tables = sizingTables();

describe('the tables of the chart', () => {
  it('should hold every GPU, every model and every class of GPUs', () => {
    expect(Object.keys(tables.gpus)).toEqual(gpus.map(({ id }) => id));
    expect(Object.keys(tables.models)).toEqual(models.map(({ id }) => id));
    expect(Object.keys(tables.eras)).toEqual(Object.keys(gpuFamilies));
  });

  it('should hold numbers only where there are figures', () => {
    const text = JSON.stringify(tables, (_, value: unknown) => (Number.isNaN(value) ? 'not a number' : value));
    expect(text).not.toMatch(/not a number|null/);
  });

  it('should count the memory of every GPU of which the total is known', () => {
    for (const gpu of gpus) {
      const spec = gpuSpecOf(gpu);
      expect(tables.gpus[gpu.id]!.total !== undefined, gpu.id).toBe(
        spec !== undefined && !Number.isNaN(spec.capability),
      );
      if (spec) expect(tables.gpus[gpu.id]!.total?.[1] ?? spec.total.likely).toBeCloseTo(spec.total.likely, 9);
    }
  });

  it('should say why the memory of a model is not counted', () => {
    const left = models.filter(({ id }) => tables.models[id]!.uncounted !== undefined);
    expect(left.length).toBeLessThan(models.length * 0.2);
    for (const { geometry, weights } of left)
      expect(geometry.linearAttention ?? geometry.mamba ?? (weights ? undefined : 'no weights')).toBeDefined();
  });

  it('should know the runner of every model on every version, which never goes back', () => {
    const classes = Object.values(gpuFamilies);
    for (const model of models) {
      const { secondRunner, uncounted } = tables.models[model.id]!;
      if (uncounted !== undefined) continue;
      for (const version of versions())
        for (const capability of classes)
          expect(
            versionBehaviour(versionNumber(version), capability, modelSpecOf(model)).runnerV2,
            `${model.id} ${version}`,
          ).toBe(secondRunner !== undefined && versionNumber(version) >= versionNumber(secondRunner));
    }
  });

  it('should name all turns that vLLM took, none without a change', () => {
    for (const rows of Object.values(tables.eras)) {
      expect(rows[0]![0]).toBe(releases[0]!.version);
      for (const [index, [since, row]] of rows.entries()) {
        const before = rows[index - 1];
        if (!before) continue;
        expect(versionNumber(since)).toBeGreaterThan(versionNumber(before[0]));
        expect(row).not.toEqual(before[1]);
      }
    }
    const turns = tables.eras.consumer!.map(([since]) => since);
    expect(turns).toEqual(
      expect.arrayContaining(['0.14.0', '0.17.0', '0.20.0', '0.26.0', '0.27.0', '0.29.0', '0.33.0']),
    );
  });
});

describe('kernels and methods', () => {
  const at = <Fact>(rows: readonly (readonly [string, Fact])[], version: string): Fact =>
    rows.findLast(([since]) => versionNumber(since) <= versionNumber(version))![1];
  const { kernels, methods } = tables.releases;

  it('should be those of the catalog', () => {
    expect(at(kernels['7.0']!, '0.19.1')).toEqual([]);
    expect(at(kernels['7.0']!, '0.20.0')).toEqual([true, expect.stringContaining('vLLM %s has no kernels for')]);
    expect(at(kernels['12.0']!, '0.4.0')).toEqual([true, expect.stringContaining('12.0: it has 7.0')]);
    expect(at(kernels['12.0']!, '0.9.0')).toEqual([false, expect.stringContaining('only PTX')]);
    expect(at(kernels['12.0']!, '0.33.0')).toEqual([]);
    expect(at(methods.awq!, '0.33.0')).toEqual([['6.1', '7.0'], 'awq needs compute capability 7.5 in vLLM %s.']);
    expect(at(methods.fp8!, '0.4.3')[0]).toContain('8.0');
    expect(methods.gptq).toBeUndefined();
  });

  it('should have no other place for a release than %s', () => {
    const texts = [...Object.values(kernels), ...Object.values(methods)].flat().map(([, fact]) => fact[1] ?? '');
    for (const text of texts) expect(text.replace('%s', '')).not.toMatch(/%|vLLM \d/);
  });
});

describe('cardClass', () => {
  it.each([
    [610, 'older'],
    [750, 'older'],
    [800, 'consumer'],
    [890, 'consumer'],
    [900, 'hopper'],
    [1000, 'blackwell'],
    [1003, 'blackwell'],
    [1200, 'consumer'],
    [1201, 'consumer'],
  ])('should put %i to %s', (capability, name) => {
    expect(gpuFamily(capability)).toBe(name);
  });
});

describe('what changes how memory is used', () => {
  it.each([
    '-O3',
    '-O',
    '--compilation-config={}',
    '--compilation_config',
    '-cc.mode=3',
    '--block-size=32',
    '--hf-overrides.a=1',
  ])('should hold %s', (argument) => {
    expect(uncountedArgument(['--max-logprobs=5', argument])).toBe(argument);
  });

  it('should hold nothing else', () => {
    expect(uncountedArgument(['--max-logprobs=5', '5', '-', '--', '--disable-log-stats', '--api-key'])).toBeUndefined();
    expect(new Set(uncountedSpellings()).size).toBe(uncountedSpellings().length);
    expect(uncountedOptions).toContain('speculativeConfig');
  });
});
