import { effectiveValues } from '@archon/values';
import { arbitraryValues } from '@archon/values/testing/arbitrary-values';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedChart } from '../../archon-vllm/tests/support/chart.ts';
import { render } from '../../archon-vllm/tests/support/render.ts';
import { scenariosOf, scenarioValues } from '../../archon-vllm/tests/support/scenarios.ts';
import { chart as original, problemsOf, refusals, render as renderValues, validation } from './support/chart.ts';

const printed = `{{- include "archon-gitops.values" . }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: printed
data:
  computed: {{ .Values.computed | toJson | toJson }}
`;
const chart = changedChart({ 'templates/printed.yaml': printed }, original);

async function computedInHelm(valuesObject: unknown): Promise<unknown> {
  const printedMap = (await render({ chart, valuesObject })).find(({ metadata }) => metadata.name === 'printed');
  return JSON.parse(printedMap!.data!.computed!);
}

const withoutNulls = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, one: unknown) => (one === null ? undefined : one));

const examples = [
  ...scenariosOf(original).map((name) => scenarioValues(name, original) ?? {}),
  ...validation.model.rules.flatMap(({ examples: all }) => all.map(({ fine }) => fine)),
];

describe('TypeScript and Helm', () => {
  it.concurrent.each(examples)('should compute the same of %j', async (values) => {
    expect(await computedInHelm(values)).toEqual(withoutNulls(effectiveValues(validation, values).computed));
  });

  it('should accept and refuse the same random values, and compute the same of them', async () => {
    // Values of archon-vllm have properties of their own; here they are what servers can share.
    const own = {
      'archon-vllm': fc.record(
        {
          preset: fc.constantFrom('nvidia-16gb', 'nvidia-24gb'),
          fullnameOverride: fc.constantFrom('', 'vllm'),
          ingress: fc.record({ enabled: fc.boolean() }),
          unset: fc.constantFrom([], ['replicas']),
          autoscaling: fc.record({ enabled: fc.boolean() }),
          replicas: fc.constantFrom(0, 2, null),
        },
        { requiredKeys: [], noNullPrototype: true },
      ),
      ServerName: fc.constantFrom('one', 'two', 'three'),
      servers: undefined as never,
    };
    const { servers: _, ...arbitraries } = own;
    await fc.assert(
      fc.asyncProperty(arbitraryValues(validation.model, arbitraries, [1, 2]), async (values) => {
        const problems = problemsOf(values);
        if (problems.length > 0) {
          for (const error of await refusals(values))
            for (const { message } of problems.filter(({ path }) => !path?.includes('.values')))
              expect(error).toContain(message);
          return;
        }
        await renderValues(values);
        expect(await computedInHelm(values)).toEqual(withoutNulls(effectiveValues(validation, values).computed));
      }),
      { numRuns: 60 },
    );
  });
});
