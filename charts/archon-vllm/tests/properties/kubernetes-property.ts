import fc from 'fast-check';
import { arbitraryValues } from '@archon/values/testing/arbitrary-values';
import { startKubernetesOracle, type KubernetesOracle } from '@archon/testbed/kubernetes-oracle';
import { chart, model } from '../support/chart.ts';
import { openRefusals } from '../kubernetes/open-refusals.ts';
import { mustBe, type Property } from './property.ts';
import { validValues, type Values } from './random-values.ts';
import { brokenRules } from './values/repair.ts';

/** Values that Kubernetes reads, as the schema alone describes them: odder than what users write. */
const keys = Object.keys(model.schema.properties).filter(
  (key) => !['preset', 'engine', 'image', 'model', 'gpu', 'extraObjects', 'global'].includes(key),
);
const oddValues = fc
  .tuple(arbitraryValues(model, {}, [0, 2]), fc.shuffledSubarray(keys, { minLength: 1, maxLength: 2 }))
  .map(
    ([values, chosen]) =>
      Object.fromEntries(chosen.flatMap((key) => (key in values ? [[key, values[key]]] : []))) as Values,
  );

let oracle: KubernetesOracle | undefined;

/** What our schema and rules accept, Kubernetes' own validation accepts; what is open is a list. */
export const kubernetesProperty: Property<Values> = {
  name: 'kubernetes',
  title: 'render what Kubernetes’ own validation accepts',
  cases: fc.oneof(validValues, { weight: 3, arbitrary: oddValues }),
  async check(values, engine) {
    if (brokenRules(values).length > 0) return;
    const result = await engine.render({ helm: 4, chart, valuesObject: values });
    if (!result.ok) throw new Error(`Helm 4 refuses: ${result.error}`);
    oracle ??= startKubernetesOracle();
    const refusals = await oracle.refusals(result.objects);
    mustBe(
      'what Kubernetes refuses',
      refusals.filter((line) => !openRefusals.some(({ line: open }) => open.test(line))),
      [],
    );
  },
  async end() {
    await oracle?.end();
    oracle = undefined;
  },
};
