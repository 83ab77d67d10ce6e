import { afterAll, beforeAll, describe, it } from 'vitest';
import { startHelmEngine, type HelmEngine } from '@archon/testbed/helm-engine';
import { laws } from './laws.ts';
import { keptCases, runLaw } from './run-law.ts';

const cases = Number(process.env.ARCHON_CASES ?? 500);
const seed = Number(process.env.ARCHON_SEED ?? Date.now() % 2 ** 31);

describe.concurrent.each(laws)('Values, by the law "$name"', (law) => {
  let engine: HelmEngine;
  beforeAll(() => void (engine = startHelmEngine()));
  afterAll(() => engine.end());

  const kept = keptCases(law);
  it.runIf(kept.length > 0)(`should hold for the counterexamples of before, all ${kept.length}`, async () => {
    for (const [, one] of kept) await law.check(one, engine);
  });

  it(
    `should ${law.title}: ${cases} cases`,
    () => runLaw(law, engine, { cases, seed }),
    60_000 + cases * 1000, // a broken law is tried again and again, to find its smallest case
  );
});
