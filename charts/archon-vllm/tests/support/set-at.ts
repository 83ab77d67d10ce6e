import { isRecord, type Path } from '@archon/values';

/** Values in which one path has another value. */
export function setAt(values: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const below = isRecord(values) ? values : {};
  return { ...below, [step]: setAt(below[step], rest, value) };
}
