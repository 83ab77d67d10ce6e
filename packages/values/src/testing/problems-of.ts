import { ArchonError, type Problem } from '../problem.ts';

/** The problems that some work is refused with; none when it succeeds. Any other error is thrown on. */
export function problemsOf(work: () => unknown): Problem[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof ArchonError) return error.problems;
    throw error;
  }
}

/** The same as the user reads it. */
export function textOf(work: () => unknown): string {
  const problems = problemsOf(work);
  return problems.length === 0 ? 'no problem' : new ArchonError(problems).message;
}
