import { effectiveValues, evaluate, parseExpression } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { model, validation, changedChart } from './support/chart.ts';
import { askHelm } from './support/ask-helm.ts';
import { scenarios, scenarioValues } from './support/scenarios.ts';
import { render } from './support/render.ts';

const printedPath = 'templates/printed-values.yaml';
const printed = `{{- include "archon-vllm.values" . }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: printed-values
data:
  values: {{ omit .Values "_user" "_preset" | toJson | toJson }}
`;

const nulls = { engine: { maxModelLen: null, maxNumSeqs: null }, persistence: { size: null }, image: { tag: null } };

describe('TypeScript and Helm', () => {
  const inHelm = effectiveValuesInHelm();

  it.concurrent.each<[string, Record<string, unknown>]>([
    ...scenarios.map((name): [string, Record<string, unknown>] => [`of the scenario ${name}`, scenarioValues(name)]),
    ['with nulls on what presets own', nulls],
    ['with nulls on what archon-seed owns', { preset: 'archon-seed', ...nulls, podSecurityContext: null }],
    [
      'with nulls that Helm replaces by defaults',
      { image: null, engine: { extraArgs: null }, probes: { startup: null } },
    ],
    ['with a tag that has a suffix', { image: { tag: 'v0.30.0-cu129' } }],
    ['with a release between two of the catalog', { image: { release: '0.31.7' } }],
    ['with a release newer than the catalog', { image: { release: '0.99.0' } }],
    ['with a user id of the container only', { securityContext: { runAsUser: 3000 } }],
    ['with an odd startup budget', { startup: { timeoutSeconds: 601 }, probes: { startup: { periodSeconds: 7 } } }],
    ['with a strategy that the user sets', { strategy: 'RollingUpdate' }],
    ['with two replicas and no cache', { replicas: 2, persistence: { enabled: false } }],
    ['with no replica', { replicas: 0 }],
    ['on a GPU with room', { gpu: { product: 'rtx-5090' } }],
    ['on a GPU that may do', { gpu: { product: 'rtx-4000-ada' }, engine: { maxModelLen: 24576 } }],
    ['on a GPU without kernels, allowed', { gpu: { product: 'v100-16gb', allowUnsupported: true } }],
    ['on a GPU of unknown memory', { gpu: { product: 'jetson-agx-orin' } }],
    ['with parts of maps', { resources: { limits: { memory: '32Gi' } }, podSecurityContext: { fsGroup: 1 } }],
  ])('should work with the same values and computed values %s', async (_, values) => {
    const { computed, values: merged } = effectiveValues(validation, values);
    const { computed: helmComputed, ...helmMerged } = await inHelm(values);
    expect(helmMerged).toEqual(withoutNulls(merged));
    expect(withoutPreset(helmComputed)).toEqual(JSON.parse(JSON.stringify(withoutPreset(computed))));
  });

  it('should know the same about the preset', async () => {
    const { computed } = effectiveValues(validation, {});
    expect(aboutPreset(computed)).toEqual(aboutPreset((await inHelm({})).computed));
  });
});

describe('Quantities', () => {
  const texts = '0 1 1.5 .5 +5 1k 1M 1G 1T 1P 1E 1Ki 1Mi 1Gi 1Ti 1Pi 1Ei 500m 1.5Gi .5Gi 1e9 1E9 1e-3 12E3 100u 5n';
  const quantities = [...texts.split(' '), 8, 0.5, 17179869184, 1e21];

  it(`should be the same number in TypeScript and Helm, all ${quantities.length}`, async () => {
    const inHelm = askHelm<number[]>(`
{{- $numbers := list }}
{{- range .cases }}
{{- $numbers = append $numbers (include "archon-vllm.bytes" (list $ .) | float64) }}
{{- end }}
{{- toJson $numbers }}`);
    const expression = parseExpression('(bytes values.quantity)');
    const inTypeScript = quantities.map((quantity) =>
      evaluate(expression, { roots: { values: { quantity } }, functions: model.functions, schema: model.schema }),
    );
    const ratios = (await inHelm(quantities)).map((number, index) => number / Number(inTypeScript[index]));
    for (const ratio of ratios.slice(1)) expect(ratio).toBeCloseTo(1, 12); // the first is 0 / 0
  });
});

const aboutPreset = ({ presetTitle, downloadGB }: any) => ({ presetTitle, downloadGB });
const withoutPreset = (computed: any) => ({ ...computed, presetTitle: undefined, downloadGB: undefined });

/** Whether an unset option is null or absent is all the same: templates ask both for nil. */
function withoutNulls(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, one: unknown) => (one === null ? undefined : one));
}

/** The merged values and the computed values that the chart's templates read. */
function effectiveValuesInHelm(): (valuesObject: unknown) => Promise<Record<string, unknown>> {
  const chart = changedChart({ [printedPath]: printed });
  return async (valuesObject) => {
    const object = (await render({ chart, valuesObject })).find(({ metadata }) => metadata.name === 'printed-values');
    return JSON.parse(object!.data!.values!);
  };
}
