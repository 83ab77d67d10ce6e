import { effectiveValues } from '@archon/values';
import { helmMajors, type HelmMajor } from '@archon/testbed/helm';
import type { EngineResult, HelmEngine } from '@archon/testbed/helm-engine';
import { byKindAndName } from '@archon/testbed/parse-objects';
import { chart, validation } from '../support/chart.ts';
import { duplicates } from '../support/duplicates.ts';
import { mustBe, type Property } from './property.ts';
import { brokenMentions } from './objects/broken-mentions.ts';
import { leaks } from './objects/leaks.ts';
import { invalidObjects } from './objects/object-schemas.ts';
import { validValues, type Values } from './random-values.ts';
import { brokenRules } from './values/repair.ts';

/** Valid values render valid, whole, reproducible objects on both Helms. */
export const validProperty: Property<Values> = {
  name: 'valid-values',
  title: 'render valid values to valid objects, the same on both Helms, with valid references and without secrets',
  cases: validValues,
  async check(values, engine) {
    mustBe('our validator', brokenRules(values), []);
    const [older, newer] = await Promise.all(helmMajors.map((helm) => render(engine, helm, values)));
    // A second render of one Helm costs a fifth of the time; over many cases, both have theirs.
    const again = helmMajors[JSON.stringify(values).length % 2]!;
    mustBe(`a second render of Helm ${again}`, await render(engine, again, values), again === 3 ? older : newer);
    const objects = newer!.objects.toSorted(byKindAndName);
    mustBe('the objects of Helm 3 and Helm 4', older!.objects.toSorted(byKindAndName), objects);
    mustBe('the NOTES of Helm 3 and Helm 4', older!.notes, newer!.notes);
    const merged = effectiveValues(validation, values).values;
    mustBe('objects that Kubernetes does not know', invalidObjects(objects), []);
    mustBe('duplicate names', duplicates(objects), []);
    mustBe('references to objects that do not exist', brokenMentions(objects, merged), []);
    mustBe('secrets that are shown', leaks(objects, newer!.notes, merged), []);
    const spoiled = /%![^(]?\(|<no value>|<nil>|\bmap\[|undefined/.exec(newer!.notes);
    mustBe('traces of templates in NOTES', spoiled && !JSON.stringify(values).includes(spoiled[0]), null);
  },
};

type Rendered = EngineResult & { ok: true };

async function render(engine: HelmEngine, helm: HelmMajor, valuesObject: Values): Promise<Rendered> {
  const result = await engine.render({ helm, chart, valuesObject });
  if (!result.ok) throw new Error(`Helm ${helm} refuses: ${result.error}`);
  return result;
}
