import { catalogFor, findModel } from '@archon/sizing';
import {
  isRecord,
  loadModel,
  parseYamlFile,
  presetGroups,
  presetLeaves,
  resolveModel,
  schemaProblems,
  validateValues,
  workspaceRoot,
} from '@archon/values';
import { describe, expect, it } from 'vitest';
import { gpuTitle } from './define-preset.ts';
import { presets, presetValues } from './presets.ts';

const model = resolveModel(loadModel(workspaceRoot, 'archon-vllm'));
const names = presets.map(({ name }) => name);

/** The paths of values down to what the model calls a leaf, or to what it does not know. */
function leafPaths(values: unknown, leaves: Set<string>, path = ''): string[] {
  if (leaves.has(path) || !isRecord(values)) return [path];
  return Object.entries(values).flatMap(([key, child]) =>
    leafPaths(child, leaves, path === '' ? key : `${path}.${key}`),
  );
}

describe('the presets', () => {
  it('should have names of their own, in the form of Kubernetes', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('should be the choices of the schema, in any order', () => {
    const choices = model.schema.properties.preset!.enum!.filter((name) => name !== '');
    expect([...choices].sort()).toEqual([...names].sort());
  });

  it('should hold the default, as the first', () => {
    expect(names[0]).toBe(model.defaults.preset);
  });

  it('should be found by name', () => {
    expect(Object.keys(presetValues)).toEqual(names);
  });
});

describe.each(presets.map((preset) => [preset.name, preset] as const))('%s', (name, preset) => {
  it.each(presetGroups)('should set leaves of the group %s only', (group) => {
    const leaves = new Set(presetLeaves(model, group).map(({ path }) => path.join('.')));
    expect(leafPaths(preset[group], leaves).filter((path) => !leaves.has(path))).toEqual([]);
  });

  it('should differ from the defaults, or say nothing', () => {
    for (const group of presetGroups) expect(preset[group], group).not.toEqual({});
  });

  it('should hold values that the schema accepts', () => {
    for (const group of presetGroups) {
      const file = parseYamlFile(`${name}.${group}`, JSON.stringify(preset[group], null, 2));
      expect(schemaProblems(model, file)).toEqual([]);
    }
  });

  it('should break no rule', () => {
    const validation = { model, presets: presetValues, catalog: catalogFor(model) };
    const file = parseYamlFile('user.yaml', `preset: ${name}\n`);
    expect(validateValues(validation, [file]).facts).toMatchObject({
      modelFromPreset: true,
      presetTitle: preset.title,
    });
  });

  it('should serve a model of the catalog', () => {
    expect(findModel(preset.model.model.id)).toBeDefined();
  });

  it('should describe itself', () => {
    expect(preset.title).toMatch(/[^.]$/);
    expect(preset.description).toMatch(/\.$/);
  });

  it('should be for these GPUs', async () => {
    await expect(`${preset.gpus.map(gpuTitle).join('\n')}\n`).toMatchFileSnapshot(`__golden__/${name}-gpus.txt`);
  });
});
