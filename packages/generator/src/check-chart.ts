import { presets, presetValues } from '@archon/presets';
import { catalogFor, findRelease } from '@archon/sizing';
import { leavesOf, parseYamlFile, refuse, validateValues, type Model, type Problem } from '@archon/values';
import type { RenderedTemplates } from './render-templates.ts';

/** Phase 5: what would make a chart wrong although it was generated. Throws ArchonError with all problems. */
export function checkChart(model: Model, rendered: RenderedTemplates): void {
  refuse([...deadValues(model, rendered.used), ...unknownRelease(model), ...presetProblems(model)]);
  const validation = { model, presets: presetValues, catalog: catalogFor(model) };
  for (const { name } of presets) {
    const file = { ...parseYamlFile(`preset ${name}`, ''), value: { preset: name } };
    validateValues(validation, [file]);
  }
}

/** A leaf of the schema that no template uses does nothing for the user who sets it. */
function deadValues(model: Model, used: Set<string>): Problem[] {
  return leavesOf(model)
    .filter(({ path, schema }) => !schema['x-unused'] && ![...used].some((one) => covers(one, path.join('.'))))
    .map(({ path }) => ({
      path: path.join('.'),
      message: 'No template uses this value: setting it would do nothing.',
      hint: 'Use it in a template, remove it from schemas/values, or give the reason as x-unused.',
    }));
}

const covers = (used: string, leaf: string): boolean => used === leaf || used.startsWith(`${leaf}.`);

function unknownRelease({ root }: Model): Problem[] {
  if (findRelease(root.appVersion)?.version === root.appVersion) return [];
  const message = `appVersion ${root.appVersion} is not a release of the catalog.`;
  return [{ path: 'appVersion', message, hint: 'Add it to packages/sizing/catalog/releases.' }];
}

/** The enum of `preset` is written by hand, because the schema may not import the presets. */
function presetProblems(model: Model): Problem[] {
  const listed = (model.schema.properties.preset?.enum ?? []).filter((name) => name !== '').map(String);
  const known = presets.map(({ name }) => name);
  const wrong = [...known.filter((name) => !listed.includes(name)), ...listed.filter((name) => !known.includes(name))];
  return wrong.map((name) => ({
    path: 'preset',
    message: `The preset "${name}" stands either in schemas/values/preset.yaml or in packages/presets, but not in both.`,
  }));
}
