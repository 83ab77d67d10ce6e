import { visible } from './visible.ts';

/** One thing that is wrong, and where. Lines and columns count from 1. */
export interface Problem {
  /** What happened, as a full sentence. */
  message: string;
  /** What to do about it. */
  hint?: string;
  /** Path of the value, as `engine.maxModelLen`. */
  path?: string;
  file?: string;
  line?: number;
  column?: number;
  /** The line of the file, for a caret under it. */
  source?: string;
}

/** A mistake that the user can fix: all problems found, thrown once. Anything else is a bug of ours. */
export class ArchonError extends Error {
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super(problems.map(formatProblem).join('\n\n'));
    this.name = 'ArchonError';
    this.problems = problems;
  }
}

/** Throws when there is at least one problem. */
export function refuse(problems: Problem[]): void {
  if (problems.length > 0) throw new ArchonError(problems);
}

/** A problem as text, without anything that a terminal obeys: place, sentence, the line with a caret, and what to do. */
export function formatProblem(problem: Problem): string {
  const { source, column = 1 } = problem;
  const position = problem.line === undefined ? '' : `:${problem.line}:${problem.column ?? 1}`;
  const place = [problem.file === undefined ? '' : problem.file + position, problem.path ?? ''].filter(Boolean);
  const lines = place.length > 0 ? [visible(place.join('  ').replaceAll('\n', '\\n'))] : [];
  lines.push(`  ${visible(problem.message)}`);
  if (source !== undefined && problem.line !== undefined) {
    const gutter = String(problem.line);
    const { before, after } = aroundColumn(source, column);
    lines.push(`  ${gutter} | ${before}${after}`);
    lines.push(`  ${' '.repeat(gutter.length)} | ${' '.repeat(before.length)}^`);
  }
  if (problem.hint !== undefined) lines.push(`  ${visible(problem.hint)}`);
  return lines.join('\n');
}

const longest = 160;

/** A line before and from a column on; of a long one, such as a whole file of JSON, only what is near. */
function aroundColumn(source: string, column: number): { before: string; after: string } {
  const at = column - 1;
  const from = wholeCharacter(source, Math.max(0, Math.min(at - longest / 2, source.length - longest)));
  const to = wholeCharacter(source, from + longest);
  const before = visible(source.slice(from, at));
  const after = visible(source.slice(at, to));
  return { before: from > 0 ? `… ${before}` : before, after: to < source.length ? `${after} …` : after };
}

/** The index, or the next one where it is in the middle of a surrogate pair. */
const wholeCharacter = (text: string, index: number): number =>
  /[\udc00-\udfff]/.test(text.charAt(index)) ? index + 1 : index;
