export { documentedValues } from './check-model.ts';
export { evaluate, evaluateMessage, type Scope } from './expressions/evaluate.ts';
export {
  emitText,
  functions,
  isTrue,
  type Catalog,
  type HardwareFindings,
  type EmittedArgument,
  type ValueType,
} from './expressions/functions.ts';
export {
  isCall,
  isPath,
  literalOf,
  parseExpression,
  parseMessage,
  type Expression,
} from './expressions/parse-expression.ts';
export type { Fact } from './facts.ts';
export type { HardwarePresetValues } from './hardware-preset-values.gen.ts';
export { loadModel, type ChartRoot, type LoadedModel } from './load-model.ts';
export { deepMerge, mergeValues, type PresetValues } from './merge-values.ts';
export { isOwnObject, leavesOf, presetLeaves, resolveRef, type Leaf, type Model, type Section } from './model.ts';
export type { ModelPresetValues } from './model-preset-values.gen.ts';
export { nearest } from './nearest.ts';
export { ArchonError, formatProblem, refuse, type Problem } from './problem.ts';
export { resolveModel } from './resolve-model.ts';
export type { Rule } from './rules.ts';
export { formatPath, isRecord, presetGroups, refName, typesOf, type PresetGroup, type Schema } from './schema.ts';
export { stripExtensions } from './strip-extensions.ts';
export {
  effectiveValues,
  schemaProblems,
  schemaValidator,
  validateValues,
  type EffectiveValues,
  type Validation,
} from './validate-values.ts';
export type { ArchonVllmValues } from './values.gen.ts';
export { valueAt } from './value-at.ts';
export { readText, workspaceRoot } from './workspace.ts';
export { parseYamlFile, type Path, type YamlFile } from './yaml-file.ts';
