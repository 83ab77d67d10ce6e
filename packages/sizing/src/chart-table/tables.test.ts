import { describe, expect, it } from 'vitest';
import { gpus } from '../gpus.ts';
import { models } from '../models.ts';
import { gpuSpecOf } from '../plan/gpu-spec.ts';
import { modelSpecOf } from '../plan/model-spec.ts';
import { settingsOf } from '../plan/settings.ts';
import { versionBehaviour } from '../plan/version-behaviour.ts';
import { versionNumber } from '../plan/versions.ts';
import { versions, type ByRelease } from './by-release.ts';
import { gpuFamilies, gpuFamily } from './gpu-family.ts';
import { COUNTED_FROM } from './memory-rows.ts';
import { messages } from './messages.ts';
import { chartTables } from './tables.ts';
import { uncountedNames, uncountedOptions } from './uncounted.ts';

const tables = chartTables();

describe('the tables of the chart', () => {
  it('should hold every GPU, every model and every family', () => {
    expect(Object.keys(tables.gpus)).toEqual(gpus.map(({ id }) => id));
    expect(Object.keys(tables.models)).toEqual(models.map(({ id }) => id));
    expect(Object.keys(tables.behaviours)).toEqual(Object.keys(gpuFamilies));
  });

  it('should hold numbers only where there are figures', () => {
    const text = JSON.stringify(tables, (_, value: unknown) => (Number.isNaN(value) ? 'not a number' : value));
    expect(text).not.toMatch(/not a number|null/);
  });

  it('should count the memory of every GPU of which the total is known', () => {
    const wrong = gpus.filter((gpu) => !(Math.abs(tables.gpus[gpu.id]!.total! - gpuSpecOf(gpu).total.likely) < 1e-5));
    const unknown = wrong.filter((gpu) => Number.isNaN(gpuSpecOf(gpu).total.likely));
    expect(wrong.map(({ id }) => id)).toEqual(unknown.map(({ id }) => id));
  });

  it('should give each GPU the batch that vLLM gives it, on every release', () => {
    const model = modelSpecOf(models[0]!);
    const wrong = gpus.filter((gpu) => {
      const { family, tier } = tables.gpus[gpu.id]!;
      const spec = gpuSpecOf(gpu);
      if (family === undefined) return false;
      return versions(COUNTED_FROM).some((version) => {
        const release = versionNumber(version);
        const behaviour = versionBehaviour(release, spec.capability, model);
        const own = settingsOf({}, behaviour, release, model, spec.total.likely, spec.capability);
        const [sequences, tokens] = at(tables.behaviours[family], version).batch[tier!]!;
        return sequences !== own.sequences || tokens !== own.batchedTokens;
      });
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('should say why the memory of a model is not counted', () => {
    const left = models.filter(({ id }) => tables.models[id]!.uncounted !== undefined);
    expect(left.length).toBeLessThan(models.length * 0.2);
    for (const { id } of left) expect(messages).toHaveProperty(tables.models[id]!.uncounted!);
  });

  it('should know the runner of every model on every version, which never goes back', () => {
    const wrong = models.filter((model) => {
      const { secondRunner, uncounted } = tables.models[model.id]!;
      if (uncounted !== undefined) return false;
      return versions().some((version) =>
        Object.values(gpuFamilies).some(
          (capability) =>
            versionBehaviour(versionNumber(version), capability, modelSpecOf(model)).runnerV2 !==
            (secondRunner !== undefined && versionNumber(version) >= versionNumber(secondRunner)),
        ),
      );
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('should start with the first release that it counts, and have no row without a change', () => {
    for (const rows of Object.values(tables.behaviours)) {
      expect(rows[0]![0]).toBe(COUNTED_FROM);
      for (const [index, [since, row]] of rows.entries()) {
        const before = rows[index - 1];
        if (!before) continue;
        expect(versionNumber(since)).toBeGreaterThan(versionNumber(before[0]));
        expect(row).not.toEqual(before[1]);
      }
    }
    const changes = tables.behaviours.consumer.map(([since]) => since);
    expect(changes).toEqual(expect.arrayContaining(['0.14.0', '0.17.0', '0.20.0', '0.26.0', '0.27.0', '0.29.0']));
  });
});

const at = <Fact>(rows: ByRelease<Fact>, version: string): Fact =>
  rows.findLast(([since]) => versionNumber(since) <= versionNumber(version))![1];

describe('kernels and methods', () => {
  const { kernels, methods } = tables.releases;

  it('should be those of the catalog', () => {
    expect(at(kernels['7.0']!, '0.19.1')).toEqual([]);
    expect(at(kernels['7.0']!, '0.20.0')).toEqual([true, expect.stringContaining('vLLM %s has no kernels for')]);
    expect(at(kernels['12.0']!, '0.4.0')).toEqual([true, expect.stringContaining('12.0: it has 7.0')]);
    expect(at(kernels['12.0']!, '0.9.0')).toEqual([false, expect.stringContaining('only PTX')]);
    expect(at(kernels['12.0']!, '0.33.0')).toEqual([]);
    expect(at(methods.awq!, '0.33.0')).toEqual([
      ['6.1', '7.0'],
      true,
      'Quantization awq needs compute capability 7.5 in vLLM %s.',
    ]);
    expect(at(methods.fp8!, '0.4.3')[0]).toContain('8.0');
    expect(methods.gptq).toBeUndefined();
  });

  it('should have no other place for a release than %s', () => {
    const texts = [...Object.values(kernels), ...Object.values(methods)]
      .flat()
      .map(([, fact]) => String(fact.at(-1) ?? ''));
    for (const text of texts) expect(text.replace('%s', '')).not.toMatch(/%|vLLM \d/);
  });
});

describe('cardClass', () => {
  it.each([
    [610, 'consumer'],
    [750, 'consumer'],
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
  it('should be named by every form of the flags, each once', () => {
    expect(uncountedNames()).toEqual(
      expect.arrayContaining(['-O', '-cc', '--compilation-config', '--block-size', '--hf-overrides']),
    );
    expect(uncountedNames()).not.toContain('--max-logprobs');
    expect(new Set(uncountedNames()).size).toBe(uncountedNames().length);
    expect(uncountedOptions).toContain('speculativeConfig');
  });
});
