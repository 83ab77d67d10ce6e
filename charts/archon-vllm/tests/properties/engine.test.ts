import { presets } from '@archon/presets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HelmMajor, helmMajors, parseObjects, renderChartAsync, type RenderOptions } from '@archon/testbed/helm';
import { startHelmEngine, type HelmEngine } from '@archon/testbed/helm-engine';
import { byKindAndName } from '@archon/testbed/parse-objects';
import { validateObjects } from '@archon/testbed/validate-objects';
import { chart } from '../support/chart.ts';
import { scenarioFile, scenarios } from '../support/scenarios.ts';
import { invalidObjects } from './objects/object-schemas.ts';
import { randomValues } from './random-values.ts';

type Sample = [name: string, options: Partial<RenderOptions>];

const seed = 2026;
const valid: Sample[] = [
  ...scenarios.map((name): Sample => [`the scenario ${name}`, { values: [scenarioFile(name)] }]),
  ...presets.map(({ name }): Sample => [`the preset ${name}`, { set: [`preset=${name}`] }]),
  ...randomValues(10, seed).map((valuesObject, index): Sample => [`random values ${index + 1}`, { valuesObject }]),
];
const refused: Sample[] = [
  ['an unknown key', { valuesObject: { engine: { maxModelLn: 1 } } }],
  ['a wrong type at each of two places', { valuesObject: { replicas: 'two', probes: 1 } }],
  ['a broken rule', { valuesObject: { replicas: 2 } }],
  ['several broken rules', { valuesObject: { gpu: { count: 3 }, engine: { extraArgs: ['--no-such-flag'] } } }],
  ['a preset that is none', { valuesObject: { preset: 'nvidia-1gb' } }],
  ['--set that the schema refuses', { set: ['replicas=-1'] }],
  ['a Kubernetes that is too old', { kubeVersion: '1.20.0' }],
];

const program = (helm: HelmMajor, options: Partial<RenderOptions>) => renderChartAsync({ chart, ...options, helm });

describe('The engine that links both Helms', () => {
  let engine: HelmEngine;
  beforeAll(() => void (engine = startHelmEngine()));
  afterAll(() => engine.end());

  describe.each(helmMajors)('as Helm %i', (helm) => {
    it.each(valid)('should render %s to the bytes of the program', async (_, options) => {
      const [result, said] = await Promise.all([engine.render({ helm, chart, ...options }), program(helm, options)]);
      expect(result).toMatchObject(said);
      expect(result.ok && parseObjects(result.manifest)).toEqual(result.ok && result.objects.toSorted(byKindAndName));
    });

    it.each(refused)('should refuse %s in the words of the program', async (_, options) => {
      const [result, said] = await Promise.all([engine.render({ helm, chart, ...options }), program(helm, options)]);
      // Helm walks the schema's maps in no order.
      expect(linesOf(result)).toEqual(linesOf(said));
    });
  });
});

describe('Kubernetes’ schemas in process', () => {
  it('should find what kubeconform finds', () => {
    const wrong = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { ports: [{ prot: 1 }] } };
    expect(validateObjects(JSON.stringify(wrong)).join()).toContain('prot');
    expect(invalidObjects([wrong]).join()).toContain('prot');
    const right = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { ports: [{ port: 1 }] } };
    expect([...validateObjects(JSON.stringify(right)), ...invalidObjects([right])]).toEqual([]);
  });
});

const linesOf = (result: { ok: boolean; error?: string }): string[] => result.error!.split('\n').sort();
