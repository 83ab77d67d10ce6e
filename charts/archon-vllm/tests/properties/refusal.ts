import type { Path } from '@archon/values';
import { pointerOf } from '../support/schema-places.ts';

/** Rules whose sentences Helm words for itself, because it has no table of similar names: their paths. */
const wordedByHelm = ['engine', 'engine.extraArgs', 'gpu.product'];

/** What the chart's own check says, a line for each broken rule. */
export const ruleLines = (error: string): string[] =>
  error.split('\n').flatMap((line) => (line.startsWith('- ') && !line.startsWith('- at ') ? [line.slice(2)] : []));

/** The same line of our validator, as far as it must be the same. */
export function comparable(line: string): string {
  const path = line.slice(0, line.indexOf(':'));
  // A sentence of the rule on engine begins with the value that it is about, and our validator gives the value's path.
  if (path.startsWith('engine.') && line.startsWith(`${path}: ${path}: `)) return 'engine';
  return wordedByHelm.includes(path) ? path : line;
}

/** Whether Helm's schema library complains about a path: about its value, or about the key itself. */
export function namesPath(error: string, path: Path): boolean {
  if (error.includes(`at '${pointerOf(path)}'`)) return true;
  const parent = `at '${pointerOf(path.slice(0, -1))}': `;
  return error.split('\n').some((line) => line.includes(parent) && line.includes(`'${path.at(-1)}'`));
}
