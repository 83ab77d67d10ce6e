import { formatPath, type Path } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { schemaProblemsOf } from './support/problems.ts';
import { refusals } from './support/render.ts';
import {
  allValues,
  fewKeys,
  isMap,
  isOpen,
  places,
  pointerOf,
  valuesWith,
  type Place,
} from './support/schema-places.ts';

const maps = places.filter(isMap);
const closed = maps.filter((map) => !isOpen(map));
const withUnknown = (value: unknown) => ({ ...(value as object), unknownKey: 1 });

describe('A key that the schema does not know', () => {
  it(`should be refused by our validator in each of ${closed.length} closed maps, alone and at its place`, () => {
    expect(closed.length).toBeGreaterThan(150);
    for (const { path } of closed) {
      expect(schemaProblemsOf(valuesWith(path, (value) => value)), formatPath(path)).toEqual([]);
      const problems = schemaProblemsOf(valuesWith(path, withUnknown));
      expect(problems.map((problem) => problem.path)).toEqual([formatPath([...path, 'unknownKey'])]);
    }
  });

  it(`should be refused by both Helms in each of ${closed.length} closed maps`, async () => {
    const isClosed = (place: Place) => isMap(place) && !isOpen(place);
    const valuesObject = allValues((value, place) => (isClosed(place) ? withUnknown(value) : value));
    for (const error of await refusals({ valuesObject })) {
      const unnamed = closed.filter(({ path }) => !error.includes(refusalOf(path, 'unknownKey')));
      expect(unnamed.map(({ path }) => formatPath(path))).toEqual([]);
    }
  });
});

const refusalOf = (path: Path, key: string) => `at '${pointerOf(path)}': additional properties '${key}' not allowed`;

describe('A resource that Kubernetes does not know', () => {
  const valuesObject = { resources: { limits: { memroy: '24Gi' } } };

  it('should be refused by our validator at its place', () => {
    expect(schemaProblemsOf(valuesObject).map(({ path }) => path)).toEqual(['resources.limits.memroy']);
  });

  it('should be refused by both Helms at its place', async () => {
    for (const error of await refusals({ valuesObject })) {
      expect(error).toContain('memroy');
      expect(error).toContain("at '/resources/limits");
    }
  });
});

describe('The values that hold every place', () => {
  it('should be valid, so that a refusal is about what was put into them', () => {
    expect(schemaProblemsOf(allValues(fewKeys))).toEqual([]);
  });
});

/** Maps whose keys are the user's own words. Nothing else may be open. */
const openMaps = {
  /** JSON that vLLM reads. */
  json: [
    'speculativeConfig',
    'hfOverrides',
    'limitMmPerPrompt',
    'limitMmPerPrompt.memory',
    'overrideGenerationConfig',
    'structuredOutputsConfig',
    'compilationConfig',
    'poolerConfig',
    'kvTransferConfig',
    'loggingConfig',
  ].map((key) => `engine.${key}`),
  /** Objects of the user, and the parent chart's values. */
  foreign: ['extraObjects[0]', 'extraObjects[0].metadata', 'global'],
  /** Labels and annotations of our objects. */
  metadata: [
    'persistence.annotations',
    'service.annotations',
    'ingress.annotations',
    'httpRoute.annotations',
    'inferencePool.annotations',
    'serviceAccount.annotations',
    'monitoring.labels',
    'prometheusRule.alertLabels',
    'dashboards.labels',
    'dashboards.annotations',
    'commonLabels',
    'commonAnnotations',
    'podLabels',
    'podAnnotations',
    'deploymentAnnotations',
  ],
  /** Kubernetes' own maps: they end like this wherever a Kubernetes type is used. */
  kubernetes: [
    /(^|\.)nodeSelector$/,
    /\.matchLabels$/,
    /(^|\.)resources\.(requests|limits)$/,
    /^extraVolumes\[0]\.ephemeral\.volumeClaimTemplate\.metadata\.(labels|annotations)$/,
    /^extraVolumes\[0]\.csi\.volumeAttributes$/,
    /^extraVolumes\[0]\.projected\.sources\[0]\.podCertificate\.userAnnotations$/,
  ],
};

describe('The open maps', () => {
  const open = maps.filter(isOpen).map(({ path }) => formatPath(path));
  const named = [...openMaps.json, ...openMaps.foreign, ...openMaps.metadata];

  it(`should be these ${named.length}, and those of Kubernetes`, () => {
    const ours = open.filter((path) => !openMaps.kubernetes.some((pattern) => pattern.test(path)));
    expect(ours.sort()).toEqual([...named].sort());
  });

  it('should match every pattern of this list', () => {
    for (const pattern of openMaps.kubernetes) expect(open.filter((path) => pattern.test(path))).not.toEqual([]);
  });

  it('should accept any key of the user', () => {
    const values = {
      commonLabels: { 'example.com/any': 'x' },
      global: { any: 1 },
      nodeSelector: { a: 'b' },
    };
    expect(schemaProblemsOf(values)).toEqual([]);
  });
});
