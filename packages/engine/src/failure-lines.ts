/** What vLLM and Python put before a line: the process, and the level, time and place of a log message. */
const prefix = /^(\(\S+ pid=\d+\) )?((ERROR|CRITICAL) \S+ \S+ \[[^\]]+\] ?)?/;

/** The first line of a failure: a traceback, a log message, or an exception that is printed alone. */
const begins = /Traceback \(most recent call last\)|^(\(\S+ pid=\d+\) )?(ERROR|CRITICAL) |^[\w.]*(Error|Exception): /;

/** The line that ends a traceback: the exception. */
const exception = /^[A-Za-z_][\w.]*(: |$)/;

const lastLines = 20;
/** Of a traceback: its first line, and its innermost frames with the exception. */
const innermost = 8;

/**
 * Why vLLM has ended, from what it printed: the lines of the first failure, then its last lines. What comes last is often
 * the API server, which only says that the engine failed: "See root cause above".
 */
export function failureLines(output: string): string[] {
  const lines = output.trim().split('\n');
  const last = Math.max(0, lines.length - lastLines);
  const first = lines.findIndex((line) => begins.test(line));
  if (first === -1 || first >= last) return lines.slice(last);
  const cause = lines.slice(first, Math.min(endOf(lines, first), last));
  const shown = cause.length > innermost + 2 ? [cause[0]!, '…', ...cause.slice(-innermost)] : cause;
  return [...shown, '…', ...lines.slice(last)];
}

/** The index after the exception of a traceback, or after the message at `first` when no traceback follows. */
function endOf(lines: string[], first: number): number {
  const [process] = prefix.exec(lines[first]!)![1]?.split(' ') ?? [''];
  const text = (line: string) => line.replace(prefix, '');
  const ofProcess = (line: string) => line.startsWith(process!);
  // vLLM logs a sentence first, then the traceback.
  const trace = lines.findIndex((line, at) => at >= first && at <= first + 1 && text(line).startsWith('Traceback'));
  if (trace === -1) return first + 1;
  const end = lines.findIndex((line, at) => at > trace && ofProcess(line) && exception.test(text(line)));
  return end === -1 ? lines.length : end + 1;
}
