import { afterAll, beforeAll, describe, it } from 'vitest';
import { startHelmEngine, type HelmEngine } from '@archon/testbed/helm-engine';
import { properties } from './properties.ts';
import { keptCases, runProperty } from './run-property.ts';

const cases = Number(process.env.ARCHON_CASES ?? 100);
const seed = Number(process.env.ARCHON_SEED ?? 14);

describe.concurrent.each(properties)('Values, by the property "$name"', (property) => {
  let engine: HelmEngine;
  beforeAll(() => void (engine = startHelmEngine()));
  afterAll(() => Promise.all([engine.end(), property.end?.()]));

  const kept = keptCases(property);
  it.runIf(kept.length > 0)(`should hold for the counterexamples of before, all ${kept.length}`, async () => {
    for (const [, one] of kept) await property.check(one, engine);
  });

  it(
    `should ${property.title}: ${cases} cases`,
    () => runProperty(property, engine, { cases, seed }),
    60_000 + cases * 1000, // a broken property is tried again and again, to find its smallest case
  );
});
