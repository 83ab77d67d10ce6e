import { changedChart } from './changed-chart.ts';
import { render } from './render.ts';

const path = 'templates/printed-values.yaml';
const printed = `{{- include "archon-vllm.values" . }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: printed-values
data:
  values: {{ omit .Values "_user" "_preset" | toJson | toJson }}
`;

/** The merged values and the computed values that the chart's templates read. */
export function effectiveValuesInHelm(): (valuesObject: unknown) => Promise<Record<string, unknown>> {
  const chart = changedChart({ [path]: printed });
  return async (valuesObject) => {
    const object = (await render({ chart, valuesObject })).find(({ metadata }) => metadata.name === 'printed-values');
    return JSON.parse(object!.data!.values!);
  };
}
