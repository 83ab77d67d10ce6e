import { presets } from '@archon/presets';
import { flagOfKey } from '@archon/sizing';
import { effectiveValues, valueAt } from '@archon/values';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helmMajors } from '@archon/testbed/helm';
import { startHelmEngine, type HelmEngine } from '@archon/testbed/helm-engine';
import { engineVersion } from '@archon/engine/install-engine';
import { startParser, type EngineParser } from '@archon/engine/start-parser';
import { randomValues, type Values } from '../properties/random-values.ts';
import { chart, validation } from '../support/chart.ts';
import { commandLineOf, containerOf } from '../support/workload.ts';
import { scenarios, scenarioValues } from '../support/scenarios.ts';

const version = engineVersion();
const seed = 20261124;
const cases: [name: string, values: Values][] = [
  ...presets.map(({ name }): [string, Values] => [`the preset ${name}`, { preset: name }]),
  ...scenarios.map((name): [string, Values] => [`the scenario ${name}`, scenarioValues(name)]),
  ...randomValues(240, seed).map((values, at): [string, Values] => [`random values ${at + 1}`, values]),
];

/** Why values of another release cannot be rendered for this one. */
const escaped = version.replaceAll('.', String.raw`\.`);
const ofAnotherRelease = new RegExp(
  String.raw`vLLM ${escaped} (does not know|has no) |and the release is ${escaped}: `,
);

/** The values, with an image of the release whose parser is used. A digest stays, and needs image.release. */
function onThisRelease(values: Values): Values {
  const byDigest = valueAt(values, ['image', 'digest']);
  const image = byDigest ? { tag: null, release: version } : { tag: `v${version}`, release: null };
  return { ...values, image: { ...(values.image as Values), ...image } };
}

describe(`The command that is rendered, for the parser of vLLM ${version}`, () => {
  let helm: HelmEngine;
  let parser: EngineParser;
  beforeAll(() => {
    helm = startHelmEngine();
    parser = startParser();
  });
  afterAll(() => Promise.all([helm.end(), parser.end()]));

  const skipped: Record<string, string> = {};

  it.each(cases)('should be taken, and say what the values say: %s', async (name, written) => {
    const values = onThisRelease(written);
    const renders = await Promise.all(
      helmMajors.map((major) => helm.render({ helm: major, chart, valuesObject: values })),
    );
    const refused = renders.find((result) => !result.ok);
    if (refused) {
      expect(refused.error).toMatch(ofAnotherRelease);
      skipped[name] = refused.error;
      return;
    }
    const [older, newer] = renders.map((result) => (result.ok ? result.objects : []));
    const [command, olderCommand] = [commandLineOf(newer!), commandLineOf(older!)];
    expect(olderCommand).toEqual(command);
    expect(containerOf(newer!).command).toEqual(['vllm', 'serve']);
    const parsed = await parser.parse(command);
    expect(parsed, JSON.stringify(command)).toMatchObject({ ok: true, values: expectedOf(values) });
  });

  it('should be rendered for most of them: only values of another release are not', () => {
    expect(Object.keys(skipped).length, JSON.stringify(skipped)).toBeLessThan(cases.length / 20);
    expect(Object.keys(skipped).filter((name) => name.startsWith('the preset'))).toEqual([]);
  });
});

/** What the parser has to give back, by its names in Python. */
function expectedOf(user: Values): Record<string, unknown> {
  const { values } = effectiveValues(validation, user);
  const engine = Object.entries(valueAt(values, ['engine']) as Values).filter(
    ([key, value]) => key !== 'extraArgs' && value !== null && value !== undefined,
  );
  const servedNames = valueAt(values, ['model', 'servedNames']) as string[];
  const revision = valueAt(values, ['model', 'revision']);
  return {
    model_tag: valueAt(values, ['model', 'id']),
    host: '0.0.0.0',
    port: valueAt(values, ['service', 'targetPort']),
    ...(servedNames?.length > 0 && { served_model_name: servedNames }),
    ...(typeof revision === 'string' && { revision }),
    ...Object.fromEntries(engine.map(([key, value]) => [flagOfKey(key).replaceAll('-', '_'), value])),
  };
}
