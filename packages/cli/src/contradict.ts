import { ArchonError } from '@archon/values/problem';

/** A flag and the values may set the same, but not different things. */
export function contradict(flag: string, flagged: unknown, path: string, value: unknown): void {
  if (flagged === undefined || value === undefined || value === null || String(flagged) === String(value)) return;
  const message = `${flag} says ${String(flagged)}, but ${path} is ${String(value)}.`;
  throw new ArchonError([{ path: flag, message, hint: 'Leave one of the two out.' }]);
}
