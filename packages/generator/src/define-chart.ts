import { loadModel, resolveModel } from '@archon/values';
import type {
  ChartRoot,
  EffectiveValues,
  FunctionTable,
  Model,
  PassedValues,
  PresetValues,
  Problem,
  UnknownKey,
  Validation,
} from '@archon/values';
import type { RewriteValues } from '@archon/values/migrate-values';
import type { GeneratedFile } from './generated-file.ts';
import type { Tags } from './render-templates.ts';

/** A preset as the generator writes it, under its group names in `values`. */
export interface ChartPreset {
  name: string;
  title: string;
  /** What else its file says of it, a paragraph each. */
  notes: readonly string[];
  /** The file that it is written in, for its banner. */
  source: string;
  values: PresetValues;
}

/** What a chart says of itself. Its values, features and rules are in schemas/<name>, its templates in packages/generator/templates/<name>. */
export interface ChartDefinition {
  name: string;
  /** Functions of its own for expressions, in addition to those that every chart has. */
  functions?: FunctionTable;
  /** What it knows about a key that the schema does not have. */
  unknownKey?: UnknownKey;
  /** What `archon migrate` rewrites beyond the names. */
  rewriteValues?: RewriteValues;
  /** Tags of its own for templates, by name: `{{flags …}}`. */
  tags?: Tags;
  /** Only where chart.yaml says how presets are merged. */
  presets?: readonly ChartPreset[];
  /** Files of data that its templates read. */
  data?(model: Model): GeneratedFile[];
  /** Files of the repository that go into the chart as they are: folders of the chart, with those that they are copies of. */
  copies?: Readonly<Record<string, string>>;
  /** Images that Artifact Hub lists, by name. */
  images?(root: ChartRoot): Readonly<Record<string, string>>;
  /** What replaces a marker `<!-- name -->` of its README. */
  readme?: Readonly<Record<string, (model: Model) => string>>;
  /** The charts that it passes values to, of those that chart.yaml lists as `valuesOf`, and which values each gets. */
  passes?: { charts: readonly Chart[]; passedValues(effective: EffectiveValues): PassedValues[] };
  /** What would make this chart wrong although it was generated. */
  checks?: readonly ((model: Model) => Problem[])[];
}

export type Chart = Required<ChartDefinition>;

/** A chart of which everything is said, if only that there is none of it. */
export function defineChart(definition: ChartDefinition): Chart {
  return {
    functions: {},
    unknownKey: () => undefined,
    rewriteValues: () => [],
    tags: {},
    presets: [],
    data: () => [],
    copies: {},
    images: () => ({}),
    readme: {},
    passes: { charts: [], passedValues: () => [] },
    checks: [],
    ...definition,
  };
}

/** Where the model of a chart comes from: read and resolved, unless that was done before. */
type ModelSource = (chart: Chart) => Model | undefined;

/** The model of a chart and the values of its presets: what validating values needs. Models may be prepared already. */
export function chartModel(workspace: string, chart: Chart, prepared: ModelSource = () => undefined): Validation {
  const { name, functions, unknownKey, presets, passes } = chart;
  const charts = passes.charts.map((other) => [other.name, chartModel(workspace, other, prepared)] as const);
  return {
    model: prepared(chart) ?? resolveModel(loadModel(workspace, name), { functions, unknownKey }),
    presets: Object.fromEntries(presets.map((preset) => [preset.name, preset.values])),
    ...(charts.length > 0 && { passes: { charts: Object.fromEntries(charts), passedValues: passes.passedValues } }),
  };
}
