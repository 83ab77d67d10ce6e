import { colors as pc } from '@archon/values/colors';
import { visible } from '@archon/values/visible';
import { ArchonError, formatProblem, refuse, type Problem } from '@archon/values/problem';

/** Collects an option that may be repeated. */
export const more = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** Runs a command: an error of the user is printed and exits 1, a bug keeps its stack. */
export async function runCommand(json: boolean | undefined, command: () => void | Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof ArchonError)) throw error;
    process.exitCode = 1;
    if (json) return void console.log(visible(JSON.stringify({ ok: false, problems: error.problems }, null, 2)));
    printProblems(error.problems);
  }
}

/** Prints problems and their number to stderr. */
export function printProblems(problems: readonly Problem[]): void {
  console.error(problems.map((problem) => colour(formatProblem(problem))).join('\n\n'));
  const count = problems.length;
  console.error(`\n${pc.red(pc.bold(`${count} ${count === 1 ? 'problem' : 'problems'}`))}`);
}

/** The source lines are dimmed, the caret is red. */
function colour(text: string): string {
  const [first = '', ...rest] = text.split('\n');
  const place = first.startsWith('  ') ? pc.bold(first) : pc.dim(first);
  return [place, ...rest.map((line) => line.replace(/\^$/, pc.red('^')))].join('\n');
}

/** Applies a function to all items, and reports the problems of all of them together. */
export function collect<T, R>(items: readonly T[], apply: (item: T) => R): R[] {
  const problems: Problem[] = [];
  const results = items.flatMap((item) => {
    try {
      return [apply(item)];
    } catch (error) {
      if (!(error instanceof ArchonError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  refuse(problems);
  return results;
}
