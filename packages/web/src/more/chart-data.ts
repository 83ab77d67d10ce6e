import type { Catalog } from '@archon/sizing';

/** The parts of JSON Schema that the chart's values use. */
export interface ValueSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly items?: ValueSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly patternProperties?: Readonly<Record<string, ValueSchema>>;
  readonly propertyNames?: ValueSchema;
  readonly additionalProperties?: boolean | ValueSchema;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly ValueSchema[];
  readonly if?: ValueSchema;
  readonly then?: ValueSchema;
  readonly else?: ValueSchema;
  readonly definitions?: Readonly<Record<string, ValueSchema>>;
}

/** What the page loads later of the chart archon-vllm. */
export interface ChartData {
  readonly schema: ValueSchema;
  /** Names of options and variables, which the first load of the page does not have. */
  readonly names: Catalog['names'];
  readonly appVersion: string;
  readonly reservedEnv: readonly string[];
}

declare const CHART_DATA: string;

/** Put in by the build. */
export const chart = JSON.parse(CHART_DATA) as ChartData;

const { schema: root } = chart;

/** A schema without references. */
export function resolved(schema: ValueSchema): ValueSchema {
  const { $ref, ...own } = schema;
  return $ref === undefined ? schema : { ...resolved(root.definitions![$ref.split('/').at(-1)!]!), ...own };
}

/** The schema of a value of the chart; undefined: it has none of that name. */
export const schemaAt = (path: readonly string[]): ValueSchema | undefined =>
  path.reduce<ValueSchema | undefined>((schema, key) => {
    const child = schema?.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    return child && resolved(child);
  }, root);

/** Its JSON types, without null. */
export const typesOf = ({ type }: ValueSchema): string[] => [type ?? []].flat().filter((one) => one !== 'null');
