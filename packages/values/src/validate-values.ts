import { Ajv, type ValidateFunction } from 'ajv';
import { explain } from './explain.ts';
import type { Catalog } from './expressions/functions.ts';
import { deriveFacts } from './facts.ts';
import { deepMerge, dropHealedNulls, mergeValues, type PresetValues } from './merge-values.ts';
import type { Model } from './model.ts';
import { refuse, type Problem } from './problem.ts';
import { brokenRules } from './rules.ts';
import { formatPath, isRecord } from './schema.ts';
import type { Path, YamlFile } from './yaml-file.ts';

type Values = Record<string, unknown>;

/** What the chart makes of a user's values. */
export interface EffectiveValues {
  values: Values;
  facts: Values;
}

/** What validation needs besides the files. */
export interface Validation {
  model: Model;
  presets: Record<string, PresetValues>;
  catalog: Catalog;
}

const compiled = new WeakMap<Model, ValidateFunction>();

/** Ajv for a model, compiled once per model. */
export function schemaValidator(model: Model): ValidateFunction {
  let validate = compiled.get(model);
  if (!validate) {
    // Compiling takes a third of the time without ajv's optimizer, and one validation gains nothing from it.
    const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, code: { optimize: false } });
    ajv.addVocabulary(['x-preset', 'x-unused', 'x-flags']);
    validate = ajv.compile(model.schema);
    compiled.set(model, validate);
  }
  return validate;
}

/** Problems of one file of values against the schema, in the order of the file. */
export function schemaProblems(model: Model, file: YamlFile): Problem[] {
  const validate = schemaValidator(model);
  const value = file.value ?? {};
  if (validate(isRecord(value) ? dropHealedNulls(model, value) : value)) return [];
  const errors = validate.errors ?? [];
  // A wrong type is said once: by the list of choices where there is one.
  const chosen = new Set(errors.filter(({ keyword }) => keyword === 'enum').map(({ instancePath }) => instancePath));
  return errors
    .filter(({ keyword, instancePath }) => keyword === 'enum' || !chosen.has(instancePath))
    .filter((error) => error.keyword !== 'pattern' || error.propertyName === undefined)
    .map((error) => explain(error, model))
    .map(({ path, ...rest }) => ({ ...file.locate(path), path: formatPath(path), ...rest }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

/**
 * Validates files of values, later ones over earlier ones as with `helm -f`. Returns what the chart would use;
 * throws ArchonError with all problems of all files at once.
 */
export function validateValues({ model, presets, catalog }: Validation, files: YamlFile[]): EffectiveValues {
  refuse(files.flatMap((file) => schemaProblems(model, file)));
  const user = files.map(({ value }) => (isRecord(value) ? value : {})).reduce(deepMerge, {});
  const effective = effectiveValues({ model, presets, catalog }, user);
  const roots = { ...rootsOf({ model, presets }, user, effective.values), facts: effective.facts };
  refuse(
    brokenRules(model.rules, { roots, catalog }).map(({ path, message }) => ({
      ...placeOf(files, path.split('.')),
      path,
      message,
    })),
  );
  return effective;
}

/** Merged values and the facts that follow from them, without any check. */
export function effectiveValues({ model, presets, catalog }: Validation, user: Values): EffectiveValues {
  const values = mergeValues(model, presets, user);
  return { values, facts: deriveFacts(model.facts, { roots: rootsOf({ model, presets }, user, values), catalog }) };
}

function rootsOf({ model, presets }: Pick<Validation, 'model' | 'presets'>, user: Values, values: Values): Values {
  const preset = presets[String(values.preset)] ?? {};
  return { values, user, preset, Chart: { AppVersion: model.root.appVersion, Name: model.root.name } };
}

/** The place in the last file that says something about a path; no place when it comes from a default or preset. */
function placeOf(files: YamlFile[], path: Path): Partial<Problem> {
  for (const file of files.toReversed()) {
    let node: unknown = file.value;
    const found = path.every((step) => {
      node = isRecord(node) ? node[String(step)] : undefined;
      return node !== undefined;
    });
    if (found) return file.locate(path);
  }
  return {};
}
