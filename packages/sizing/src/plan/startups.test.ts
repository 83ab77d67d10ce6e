import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crossValidate } from '../../calibration/cross-validate.ts';
import { generated } from '../../calibration/fit.ts';
import { evaluated, scoreOf } from '../../calibration/fresh.ts';
import { isCovered, score } from '../../calibration/report.ts';
import { resolvedStartUp, startUps } from '../../calibration/start-ups.ts';
import { count } from './count.ts';
import { blocksOf, cacheOf } from './cache.ts';
import { coefficients } from './coefficients.gen.ts';
import { versionNumber } from './versions.ts';

const predictions = crossValidate(startUps);

describe('the published start-ups, each predicted without its group', () => {
  it('should not say "fits" of one that failed', () => {
    const wrong = predictions.filter(({ row, fits }) => row.outcome !== 'ok' && fits === true);
    expect(wrong.map(({ row }) => row.id)).toEqual([]);
  });

  it('should not say "does not fit" of one that started with settings that are all named', () => {
    const wrong = predictions.filter(
      ({ row, fits }) =>
        row.outcome === 'ok' && row.use === 'fit' && row.question.options.maxModelLen !== undefined && fits === false,
    );
    expect(wrong.map(({ row }) => row.id)).toEqual([]);
  });

  it('should reach the goals: 5 % and 0.3 GiB where all is named', () => {
    const named = score(
      'named',
      predictions.filter(({ row }) => row.use === 'fit'),
    );
    expect(named.meanAbsolutePercent).toBeLessThanOrEqual(5);
    expect(named.medianAbsoluteGiB).toBeLessThanOrEqual(0.3);
  });

  it('should hold nine of ten between the bounds', () => {
    const measured = predictions.filter(({ row }) => row.measured.kvCacheGiB !== undefined);
    expect(measured.filter(isCovered).length / measured.length).toBeGreaterThanOrEqual(0.9);
  });

  it('should be current: npx tsx packages/sizing/calibration/fit.ts', () => {
    for (const [path, text] of generated()) expect(readFileSync(path, 'utf8'), path).toBe(text);
  });
});

describe('the fresh start-ups, which nothing was fitted on', () => {
  const said = scoreOf(evaluated('now'));

  it('should be within 0.5 GiB in the middle and 0.8 GiB in the mean', () => {
    expect(said.medianGiB).toBeLessThanOrEqual(0.5);
    expect(said.meanGiB).toBeLessThanOrEqual(0.8);
  });

  it('should not be called "fits" where one failed, nor "does not fit" where one started', () => {
    expect(said.falseFits).toEqual([]);
    expect(said.falseRefusals.length / said.started).toBeLessThanOrEqual(0.02);
  });

  it('should mostly be answered', () => {
    expect(said.answered / said.started).toBeGreaterThanOrEqual(0.85);
  });

  it('should be between the bounds, nine of ten', () => {
    expect(said.covered / said.compared).toBeGreaterThanOrEqual(0.9);
  });
});

describe('startups.jsonl', () => {
  it('should name each start-up once, with its source and what is open in it', () => {
    expect(new Set(startUps.map(({ id }) => id)).size).toBe(startUps.length);
    for (const { id, source, use, why } of startUps) {
      expect(source, id).not.toBe('');
      if (use !== 'fit') expect(why, id).toBeDefined();
    }
  });

  it('should have geometries that give the tokens that vLLM printed', () => {
    for (const row of startUps.filter(({ use }) => use === 'fit')) {
      const { kvCacheGiB, kvCacheTokens } = row.measured;
      if (kvCacheGiB === undefined || kvCacheTokens === undefined) continue;
      const resolved = resolvedStartUp(row);
      const release = Number.isNaN(resolved.release) ? versionNumber('0.19.1') : resolved.release;
      const { context, counted } = count(resolved, release, coefficients);
      const { tokens } = cacheOf(blocksOf(kvCacheGiB, counted!.layout), counted!.layout, context);
      expect(Math.abs(tokens / kvCacheTokens - 1), row.id).toBeLessThan(0.005);
    }
  });

  it('should hold every row of the collection, or say why not', () => {
    const unused = JSON.parse(
      readFileSync(new URL('../../calibration/unused.json', import.meta.url), 'utf8'),
    ) as object;
    const collected = startUps.filter(({ id }) => id.startsWith('C')).length + Object.keys(unused).length;
    expect(collected).toBe(143);
  });
});
