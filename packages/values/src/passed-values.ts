import { resolveRef, type ValuesModel } from './model.ts';
import { isRecord } from './is-record.ts';
import { refName, type Schema } from './schema.ts';
import type { Path } from './yaml-file.ts';

/** Values that a chart passes on to another one. */
export interface PassedValues {
  /** Where the user writes them: `servers.coder.values`. */
  path: Path;
  /** The chart that gets them. */
  chart: string;
  values: Record<string, unknown>;
}

/** The places in a user's values that the schema of another chart is for, with what the user wrote there. */
export function placesOfCharts(model: ValuesModel, values: unknown): PassedValues[] {
  const charts = model.root.valuesOf;
  const visit = (schema: Schema, value: unknown, path: Path): PassedValues[] => {
    const chart = schema.$ref && charts.find((name) => name === refName(schema.$ref!));
    if (chart) return isRecord(value) ? [{ path, chart, values: value }] : [];
    const { properties, items, additionalProperties: others } = resolveRef(model, schema);
    if (Array.isArray(value)) return items ? value.flatMap((item, index) => visit(items, item, [...path, index])) : [];
    if (!isRecord(value)) return [];
    return Object.entries(value).flatMap(([key, below]) => {
      const child = properties?.[key] ?? (isRecord(others) ? (others as Schema) : undefined);
      return child ? visit(child, below, [...path, key]) : [];
    });
  };
  return visit(model.schema, values, []);
}

/** Whether a path is that of a place, or below it. */
export const isWithin = (place: Path, path: Path): boolean => place.every((step, index) => step === path[index]);
