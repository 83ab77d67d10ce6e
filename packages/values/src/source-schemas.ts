import type { ComputedSource } from './computed.ts';
import type { RuleSource } from './rules.ts';
import { schemaKeywords, type Schema } from './schema.ts';

/** What `schemas/<chart>/chart.yaml` says: what the chart is, and its features in reading order. */
export interface ChartRoot {
  name: string;
  description: string;
  appVersion: string;
  kubeVersion: string;
  keywords: string[];
  sources: string[];
  annotations: Record<string, string>;
  presets?: PresetSource;
  /** Old names of values and their new ones, by path. */
  renamed: Record<string, string>;
  /** Old values that have another form now, by path: a sentence that says what to write, without its full stop. */
  replaced: Record<string, string>;
  /** Other charts whose values this one passes on: each is a definition of its name, for `$ref`. */
  valuesOf: string[];
  features: string[];
}

/** How a chart merges presets: the value that names one, and the groups in which a preset sets values, in order. */
interface PresetSource {
  value: string;
  /** The value that lists paths at which what a preset sets does not count. */
  unset?: string;
  /**
   * A group with `unless` does not apply where the user sets that value to something else than the preset does. Where
   * the user's value is a copy under another name, `copyOf` says of what.
   */
  groups: Record<string, { unless?: string; copyOf?: string }>;
}

/** What `schemas/<chart>/<feature>.yaml` says: everything about one feature. */
export interface FeatureSource {
  title: string;
  description: string;
  /** In the schema, but not in values.yaml and the README. */
  hidden?: boolean;
  definitions?: Record<string, Schema>;
  values: Record<string, Schema>;
  computed?: Record<string, ComputedSource>;
  rules?: RuleSource[];
  /** Combinations that work, and that few people want. */
  warnings?: RuleSource[];
}

const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text };
const key = { type: 'string', pattern: '^[a-z][A-Za-z0-9]*$' };
const chartName = { type: 'string', pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' };
const path = { type: 'string', pattern: '^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*$' };
// The first item of a list may be the new place of a value that was not in a list.
const newPath = { type: 'string', pattern: '^[a-z][A-Za-z0-9]*(\\[0\\])?(\\.[a-z][A-Za-z0-9]*(\\[0\\])?)*$' };
const open = { type: 'object' };
const mapOf = (additionalProperties: object, more: object = {}) => ({ type: 'object', additionalProperties, ...more });

/** An object with these keys and no others; those of `optional` may be missing. */
const closed = (required: Record<string, object>, optional: Record<string, object> = {}) => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
  additionalProperties: false,
});

/** The closed schema of chart.yaml. */
export const chartRootSchema = closed(
  {
    name: chartName,
    description: text,
    appVersion: text,
    kubeVersion: text,
    features: {
      type: 'array',
      items: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' },
      minItems: 1,
      uniqueItems: true,
    },
  },
  {
    keywords: texts,
    sources: texts,
    annotations: mapOf(text),
    presets: closed(
      {
        value: key,
        groups: mapOf({ ...closed({}, { unless: path, copyOf: path }), dependencies: { copyOf: ['unless'] } }),
      },
      { unset: key },
    ),
    renamed: mapOf(newPath, { propertyNames: path }),
    replaced: mapOf(text, { propertyNames: path }),
    valuesOf: { type: 'array', items: chartName, uniqueItems: true },
  },
);

const ruleSchema = closed(
  {
    name: { type: 'string', pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' },
    path,
    examples: { type: 'array', minItems: 1, items: closed({ broken: open, fine: open }, { about: text }) },
  },
  { found: text, when: text, any: { ...texts, minItems: 1 }, each: text, message: text },
);

/** A schema of the values model, with its keywords and no others at every depth. */
const keywordSchema = closed(
  {},
  {
    ...Object.fromEntries(schemaKeywords.map((keyword) => [keyword, {}])),
    properties: mapOf({ $ref: '#/definitions/schema' }),
    items: { $ref: '#/definitions/schema' },
  },
);

/** The closed schema of a feature's file. The schemas of its values have rules of their own, in check-model.ts. */
export const featureSchema = {
  ...closed(
    { title: text, description: text, values: mapOf({ $ref: '#/definitions/nested' }) },
    {
      hidden: { type: 'boolean' },
      definitions: mapOf({ $ref: '#/definitions/nested' }),
      computed: mapOf({ $ref: '#/definitions/computed' }, { propertyNames: key }),
      rules: { type: 'array', items: ruleSchema },
      warnings: { type: 'array', items: ruleSchema },
    },
  ),
  definitions: {
    schema: keywordSchema,
    nested: { type: 'object', properties: { properties: mapOf({ $ref: '#/definitions/nested' }) } },
    computed: {
      ...keywordSchema,
      required: ['description', 'type', 'value'],
      properties: { ...keywordSchema.properties, value: text },
    },
  },
};
