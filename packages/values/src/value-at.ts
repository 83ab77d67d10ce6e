import { isRecord } from './schema.ts';

/** The value at a path, or undefined. */
export function valueAt(values: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      Array.isArray(value) ? value[Number(step)] : isRecord(value) ? (value[String(step)] as unknown) : undefined,
    values,
  );
}
