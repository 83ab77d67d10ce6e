import {
  leavesOf,
  parseYamlFile,
  refuse,
  resolveRef,
  validateValues,
  type Model,
  type Problem,
  type Schema,
  type Validation,
} from '@archon/values';
import type { Chart } from './define-chart.ts';
import type { RenderedTemplates } from './render-templates.ts';

/** Phase 5: what would make a chart wrong although it was generated. Throws ArchonError with all problems. */
export function checkChart(chart: Chart, validation: Validation, rendered: RenderedTemplates): void {
  const { model } = validation;
  refuse([
    ...deadValues(model, rendered.used),
    ...presetProblems(chart, model),
    ...chart.checks.flatMap((check) => check(model)),
  ]);
  const value = model.root.presets?.value ?? '';
  for (const { name } of chart.presets) {
    const file = { ...parseYamlFile(`preset ${name}`, ''), value: { [value]: name } };
    validateValues(validation, [file]);
  }
}

/** A leaf of the schema that no template uses does nothing for the user who sets it. */
function deadValues(model: Model, used: Set<string>): Problem[] {
  return leavesOf(model)
    .filter(({ path }) => !isDeclaredUnused(model, path) && ![...used].some((one) => covers(one, path.join('.'))))
    .map(({ path }) => ({
      path: path.join('.'),
      message: 'No template uses this value: setting it would do nothing.',
      hint: `Use it in a template, remove it from schemas/${model.root.name}, or give the reason as x-unused.`,
    }));
}

/** x-unused of an object is about all of it. */
function isDeclaredUnused(model: Model, path: string[]): boolean {
  const above = path.map((_, depth) => path.slice(0, depth + 1));
  return above.some((steps) => {
    const schema = steps.reduce<Schema>((at, key) => resolveRef(model, at).properties?.[key] ?? {}, model.schema);
    return schema['x-unused'] !== undefined;
  });
}

const covers = (used: string, leaf: string): boolean => used === leaf || used.startsWith(`${leaf}.`);

/** The value that names a preset lists them by hand, because the schema may not import them. */
function presetProblems({ name: chart, presets }: Chart, { root, schema }: Model): Problem[] {
  const value = root.presets?.value;
  if (value === undefined)
    return presets.length === 0
      ? []
      : [{ path: 'presets', message: `schemas/${chart}/chart.yaml does not say how presets are merged.` }];
  const listed = (schema.properties[value]?.enum ?? []).filter((name) => name !== '').map(String);
  const known = presets.map(({ name }) => name);
  const wrong = [...known.filter((name) => !listed.includes(name)), ...listed.filter((name) => !known.includes(name))];
  return wrong.map((name) => ({
    path: value,
    message: `The preset "${name}" is either in schemas/${chart} or in the chart's definition, but not in both.`,
  }));
}
