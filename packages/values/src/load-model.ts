import { Ajv, type ValidateFunction } from 'ajv';
import { join } from 'node:path';
import { explain } from './explain.ts';
import { refuse, type Problem } from './problem.ts';
import type { RuleSource } from './rules.ts';
import { formatPath, type Schema } from './schema.ts';
import { chartRootSchema, featureSchema, type ChartRoot, type FeatureSource } from './source-schemas.ts';
import { readText } from './workspace.ts';
import { parseYamlFile, type YamlFile } from './yaml-file.ts';

/** A feature of a chart and the file that says everything about it. */
interface LoadedFeature {
  name: string;
  source: FeatureSource;
  file: YamlFile;
}

/** The hand-written values model of a chart, each file checked against its closed schema. */
export interface LoadedModel {
  root: ChartRoot;
  rootFile: YamlFile;
  features: LoadedFeature[];
  /** Kubernetes' own types, by short name. */
  kubernetes: Record<string, Schema>;
  /** The models of the charts whose values this one passes on. */
  passed: LoadedModel[];
}

const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strict: false });
/** Compiled when a model is loaded: one that was prepared needs neither. */
let validators: { root: ValidateFunction; feature: ValidateFunction } | undefined;
const compiled = () => (validators ??= { root: ajv.compile(chartRootSchema), feature: ajv.compile(featureSchema) });

/** Phase 1: reads the model of one chart. The only part of the model that touches the disk; all problems together. */
export function loadModel(workspace: string, chart: string): LoadedModel {
  const read = (path: string) => parseYamlFile(path, readText(join(workspace, path)));
  const rootFile = read(`schemas/${chart}/chart.yaml`);
  refuse(sourceProblems(rootFile, compiled().root));
  const optional = { keywords: [], sources: [], annotations: {}, renamed: {}, replaced: {}, valuesOf: [] };
  const root: ChartRoot = { ...optional, ...(rootFile.value as Omit<ChartRoot, keyof typeof optional>) };
  const features = root.features.map((name) => ({ name, file: read(`schemas/${chart}/${name}.yaml`) }));
  refuse(features.flatMap(({ file }) => [...sourceProblems(file, compiled().feature)]));
  const kubernetes = JSON.parse(readText(join(workspace, 'schemas/kubernetes/definitions.json'))) as {
    definitions: Record<string, Schema>;
  };
  return {
    root,
    rootFile,
    features: features.map(({ name, file }) => ({ name, file, source: file.value as FeatureSource })),
    kubernetes: kubernetes.definitions,
    passed: root.valuesOf.map((other) => loadModel(workspace, other)),
  };
}

/** What is wrong with one of our own files, in its order. */
function sourceProblems(file: YamlFile, validate: ValidateFunction): Problem[] {
  if (file.value === undefined || file.value === null)
    return [{ file: file.file, message: 'The file must hold a map.' }];
  if (validate(file.value)) return ruleFormProblems(file);
  return (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'propertyNames') // what a name lacks is said of the name
    .map((error) => explain(error))
    .map(({ path, ...rest }) => ({ ...file.locate(path), path: formatPath(path), ...rest }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

/** A rule has a test, and a message for it. */
function ruleFormProblems(file: YamlFile): Problem[] {
  const { rules = [], warnings = [] } = file.value as Partial<FeatureSource>;
  return [...formProblems('rules', rules, file), ...formProblems('warnings', warnings, file)];
}

function formProblems(section: string, rules: readonly RuleSource[], file: YamlFile): Problem[] {
  return rules.flatMap((rule, index) => {
    const tests = [rule.when, rule.any, rule.each].filter((test) => test !== undefined).length;
    const problem = (message: string) => [{ ...file.locate([section, index]), path: rule.name, message }];
    if (tests > 1) return problem('A rule has one of "when", "any" and "each".');
    if (tests === 0 && rule.found === undefined) return problem('A rule needs "when", "any", "each" or "found".');
    if (rule.each === undefined && rule.message === undefined)
      return problem('A rule without "each" needs a "message".');
    if (rule.each !== undefined && rule.message !== undefined)
      return problem('The messages of a rule are those that "each" yields: remove "message".');
    return [];
  });
}
