export { documentedValues } from './check-model.ts';
export { bytesOf } from './expressions/quantity.ts';
export { evaluate, evaluateMessage } from './expressions/evaluate.ts';
export {
  coreFunctions,
  emitText,
  isTrue,
  type EmittedArgument,
  type FunctionDefinition,
  type FunctionTable,
  type Scope,
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
export { callProblem } from './expressions/read-expressions.ts';
export type { ComputedValue } from './computed.ts';
export { loadModel, type LoadedModel } from './load-model.ts';
export { deepMerge, mergeValues, type PresetValues } from './merge-values.ts';
export {
  isOwnObject,
  leavesOf,
  nullLeaves,
  presetLeaves,
  resolveRef,
  type Feature,
  type Leaf,
  type Model,
  type UnknownKey,
  type ValuesModel,
} from './model.ts';
export { mergedTypes } from './number-text.ts';
export { nearest } from './nearest.ts';
export { ArchonError, formatProblem, refuse, type Problem } from './problem.ts';
export { parseDocuments } from './parse-documents.ts';
export { prepareModel, restoreModel, type PreparedModel } from './prepared-model.ts';
export { resolveModel, resolveValues } from './resolve-model.ts';
export type { Rule, RuleExample, RuleTest } from './rules.ts';
export type { ChartRoot } from './source-schemas.ts';
export { isRecord } from './is-record.ts';
export { formatPath, refName, typesOf, type Schema } from './schema.ts';
export { stripExtensions } from './schema.ts';
export {
  effectiveValues,
  placeOf,
  schemaProblems,
  validateValues,
  type EffectiveValues,
  type Validation,
  type ValidValues,
} from './validate-values.ts';
export type { ArchonVllmValues, HardwarePresetValues, ModelPresetValues } from './types/archon-vllm.gen.ts';
export { valueAt } from './value-at.ts';
export { reachable } from './reachable.ts';
export type { PassedValues } from './passed-values.ts';
export { readText, workspaceRoot } from './workspace.ts';
export { parseYamlFile, type Path, type Place, type YamlFile } from './yaml-file.ts';
