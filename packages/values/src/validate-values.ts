import type { ErrorObject } from 'ajv';
import { evaluateComputed } from './computed.ts';
import { explain, type Elsewhere, type Explanation } from './explain.ts';
import type { Scope } from './expressions/functions.ts';
import { independentRules, affectedValues, withoutErrors } from './independent-rules.ts';
import { deepMerge, dropNullsOverDefaults, mergeValues, type PresetValues } from './merge-values.ts';
import { leavesOf, type Model, type ValuesModel } from './model.ts';
import { isWithin, placesOfCharts, type PassedValues } from './passed-values.ts';
import { refuse, type Problem } from './problem.ts';
import { brokenRules, type Rule } from './rules.ts';
import { isRecord } from './is-record.ts';
import { formatPath } from './schema.ts';
import { unprintableTexts } from './unprintable.ts';
import type { Path, YamlFile } from './yaml-file.ts';

type Values = Record<string, unknown>;

/** What the chart makes of a user's values. */
export interface EffectiveValues {
  values: Values;
  computed: Values;
}

/** Effective values that the chart accepts, and what it warns of. */
export interface ValidValues extends EffectiveValues {
  warnings: { path: string; message: string }[];
}

/** What validation needs besides the files. */
export interface Validation {
  model: Model;
  presets: Record<string, PresetValues>;
  /** APIs that the cluster serves, for `hasApi`; none where they are unknown. */
  apiVersions?: string[];
  /** What validating the values of the charts needs to which this one passes values, and what it passes. */
  passes?: { charts: Record<string, Validation>; passedValues: (effective: EffectiveValues) => PassedValues[] };
}

type ExplainedModel = ValuesModel & Partial<Pick<Model, 'unknownKey'>>;

/** Problems of one file of values against the schema, in the order of the file. */
export function schemaProblems(model: ExplainedModel, file: YamlFile): Problem[] {
  return placed(schemaErrors(model, file.value ?? {}), file);
}

function schemaErrors(model: ExplainedModel, value: unknown): Explanation[] {
  const validate = model.validator();
  const isValid = validate(isRecord(value) ? dropNullsOverDefaults(model, value) : value);
  return [...(isValid ? [] : explainAll(model, validate.errors ?? [])), ...unprintableTexts(value)];
}

function placed(explained: readonly Explanation[], file: YamlFile): Problem[] {
  return explained
    .map(({ path, ...rest }) => ({ ...file.locate(path), path: formatPath(path), ...rest }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

function explainAll(model: ExplainedModel, errors: ErrorObject[]): Explanation[] {
  const { root, schema, unknownKey } = model;
  const elsewhere: Elsewhere = {
    leaves: leavesOf(model),
    renamed: root.renamed,
    replaced: root.replaced,
    unknownKey: unknownKey && ((path, under, known) => unknownKey(path, under, known, schema)),
  };
  // A wrong type is said once: by the list of choices where there is one.
  const chosen = new Set(errors.filter(({ keyword }) => keyword === 'enum').map(({ instancePath }) => instancePath));
  // A key that is unknown is not one too many as well.
  const unknown = new Set(
    errors.filter(({ keyword }) => keyword === 'additionalProperties').map(({ instancePath }) => instancePath),
  );
  return (
    errors
      .filter(({ keyword, instancePath }) => keyword !== 'maxProperties' || !unknown.has(instancePath))
      .filter(({ keyword, instancePath }) => keyword === 'enum' || !chosen.has(instancePath))
      // What a name lacks is said of the name, and what a condition leads to is said by itself.
      .filter(({ keyword }) => keyword !== 'propertyNames' && keyword !== 'if')
      .map((error) => explain(error, elsewhere))
      .filter(({ message }, index, all) => all.findIndex((other) => other.message === message) === index)
  );
}

/**
 * Validates files of values, later ones over earlier ones as with `helm -f`. Returns what the chart would use;
 * throws ArchonError with all problems of all files together: also the rules that read nothing of what is wrong.
 */
export function validateValues(validation: Validation, files: YamlFile[]): ValidValues {
  const { model } = validation;
  const errors = files.map((file) => errorsOfCharts(validation, file.value ?? {}));
  const user = files.map(({ value }) => (isRecord(value) ? value : {})).reduce(deepMerge, {});
  const wrong = errors.flat();
  const rules = wrong.length === 0 ? model.rules : independentRules(model, affectedValues(model, wrong));
  const sound = withoutErrors(model, user, wrong);
  const readable = wrong.length === 0 || schemaErrors(model, sound).length === 0;
  const effective = readable ? effectiveValues(validation, sound) : { values: {}, computed: {} };
  const roots = { ...rootsOf(validation, sound, effective.values), computed: effective.computed };
  const broken = readable ? brokenRules(rules, scopeOf(model, roots)) : [];
  const passed = readable ? checkPassed(validation, effective) : { broken: [], warnings: [] };
  refuse([
    ...files.flatMap((file, index) => placed(errors[index]!, file)),
    ...broken.map((problem) => {
      const path = valueNamedIn(problem);
      return { ...placeOf(files, path.split('.')), path, message: problem.message };
    }),
    ...passed.broken.map(({ path, message }) => ({ ...nearestPlaceOf(files, path), path: formatPath(path), message })),
  ]);
  const warnings = brokenRules(model.warnings, scopeOf(model, roots));
  return {
    ...effective,
    warnings: [
      ...warnings.map(({ path, message }) => ({ path, message })),
      ...passed.warnings.map(({ path, message }) => ({ path: formatPath(path), message })),
    ],
  };
}

/** A rule on an object says of which value below it each message is: `engine.toolCallParser: …`. */
function valueNamedIn({ path, message }: { readonly path: string; readonly message: string }): string {
  const [named = path] = /^[A-Za-z]\w*(?:\.\w+)+(?=: )/.exec(message) ?? [];
  return named.startsWith(`${path}.`) ? named : path;
}

/** The same as schemaErrors, where what is wrong in another chart's values is said as that chart says it. */
function errorsOfCharts({ model, passes }: Validation, value: unknown): Explanation[] {
  const errors = schemaErrors(model, value);
  const places = passes ? placesOfCharts(model, value) : [];
  const own = errors.filter(({ path }) => !places.some((place) => isWithin(place.path, path)));
  const inCharts = places.flatMap(({ path, chart, values }) =>
    schemaErrors(passes!.charts[chart]!.model, values).map((error) => ({ ...error, path: [...path, ...error.path] })),
  );
  return [...own, ...inCharts];
}

/** The rules of other charts that the values break there, and their warnings. */
function checkPassed({ passes }: Validation, effective: EffectiveValues): Record<'broken' | 'warnings', Broken[]> {
  const found = (passes?.passedValues(effective) ?? []).map(({ path, chart, values }) => {
    const other = passes!.charts[chart]!;
    const there = effectiveValues(other, values);
    const scope = scopeOf(other.model, { ...rootsOf(other, values, there.values), computed: there.computed });
    const brokenOf = (rules: Rule[]): Broken[] =>
      brokenRules(rules, scope).map((one) => ({ path: [...path, ...one.path.split('.')], message: one.message }));
    return { broken: brokenOf(other.model.rules), warnings: brokenOf(other.model.warnings) };
  });
  return { broken: found.flatMap(({ broken }) => broken), warnings: found.flatMap(({ warnings }) => warnings) };
}

type Broken = { path: Path; message: string };

/** Merged values and the computed values that follow from them, without any check. */
export function effectiveValues(validation: Validation, user: Values): EffectiveValues {
  const { model, presets } = validation;
  const values = mergeValues(model, presets, user);
  const roots = rootsOf(validation, user, values);
  return { values, computed: evaluateComputed(model.computed, scopeOf(model, roots)) };
}

const scopeOf = ({ functions, schema }: Model, roots: Values): Scope => ({ roots, functions, schema });

function rootsOf({ model, presets, apiVersions = [] }: Validation, user: Values, values: Values): Values {
  const { root } = model;
  const name = root.presets && values[root.presets.value];
  return {
    values,
    user,
    preset: presets[String(name)] ?? {},
    Chart: { AppVersion: root.appVersion, Name: root.name },
    Capabilities: { APIVersions: apiVersions },
  };
}

/** The place in the last file that says something about a path; no place when it comes from a default or preset. */
export function placeOf(files: YamlFile[], path: Path): Partial<Problem> {
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

/** The same, or else the place of the nearest value around it. */
function nearestPlaceOf(files: YamlFile[], path: Path): Partial<Problem> {
  const depths = path.map((_, index) => path.slice(0, path.length - index));
  return depths.map((one) => placeOf(files, one)).find(({ line }) => line !== undefined) ?? {};
}
