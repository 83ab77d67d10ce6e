import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { prepareModel, restoreModel } from './prepared-model.ts';
import { arbitraryValues } from './testing/arbitrary-values.ts';
import { mutate, mutationsOf } from './testing/mutations.ts';
import { problemsOf } from './testing/problems-of.ts';
import { realModel, realValidation } from './testing/real-model.ts';
import { validateValues, type EffectiveValues } from './validate-values.ts';
import { parseYamlFile } from './yaml-file.ts';
import { workspaceRoot } from './workspace.ts';

// below node_modules, where the validator finds ajv
const folder = mkdtempSync(join(workspaceRoot, 'node_modules', '.prepared-model-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a prepared model', () => {
  const { model, validator } = prepareModel(realModel);
  const file = join(folder, 'validator.cjs');
  writeFileSync(file, validator);
  const { functions, unknownKey } = realModel;
  const restored = restoreModel(model, createRequire(file)(file) as ValidateFunction, { functions, unknownKey });
  const said = (of: typeof realModel, value: unknown) => {
    const files = [parseYamlFile('v.yaml', JSON.stringify(value))];
    let effective: EffectiveValues | undefined;
    const problems = problemsOf(() => (effective = validateValues({ ...realValidation, model: of }, files)));
    return { problems, effective };
  };

  it('should say the same of valid and of broken values', () => {
    const pairs = arbitraryValues(realModel).chain((values) =>
      fc.tuple(fc.constant(values), fc.constantFrom(...mutationsOf(realModel, values))),
    );
    fc.assert(
      fc.property(pairs, ([values, mutation]) => {
        for (const value of [values, mutate(values, mutation)])
          expect(said(restored, value)).toEqual(said(realModel, value));
      }),
      { numRuns: 20 },
    );
  });
});
