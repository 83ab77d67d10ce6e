import { createReadStream } from 'node:fs';
import { plan, unanswered } from '@archon/sizing/plan';
import { ArchonError } from '@archon/values/problem';
import { readQuestion } from './read-question.ts';

/** Longer lines are refused, so that a file without line breaks takes no memory. */
const longestLine = 1024 * 1024;

const chunkSize = 256 * 1024;

/** Answers a file of questions, a line each, in order. */
export async function planBatch(path: string): Promise<void> {
  const input = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: chunkSize });
  const output = process.stdout;
  let closed = false;
  output.on('close', () => {
    closed = true;
    input.destroy();
  });
  try {
    for await (const answers of answerChunks(input)) {
      if (closed) break;
      if (!output.write(answers)) await drained(output);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (closed) return;
    if (code === undefined || !['ENOENT', 'EISDIR', 'EACCES'].includes(code)) throw error;
    const why = { ENOENT: 'the file does not exist', EISDIR: 'it is a folder', EACCES: 'you may not read it' }[code];
    throw new ArchonError([{ file: path, message: `The file cannot be read: ${why}.` }]);
  }
}

/** Also when the reader has closed the pipe. */
function drained(output: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      output.off('drain', done).off('close', done);
      resolve();
    };
    output.on('drain', done).on('close', done);
  });
}

export function refuseWithBatch(options: readonly string[]): never {
  const names = options.map((key) => `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  throw new ArchonError([
    {
      path: '--batch',
      message: `--batch reads everything from the file: leave ${names.join(', ')} out.`,
    },
  ]);
}

async function* answerChunks(input: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let overlong = false;
  let blank = 0;
  const answers = (lines: readonly string[]): string => {
    let text = '';
    for (const line of lines) {
      // blank lines at the end are ignored
      if (line.trim() === '' && !overlong) {
        blank++;
        continue;
      }
      for (; blank > 0; blank--) text += malformed('The line is empty.');
      text += overlong ? malformed('The line is too long for a question.') : answerLine(line);
      overlong = false;
    }
    return text;
  };
  for await (const chunk of input) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop()!;
    if (lines.length > 0) yield answers(lines);
    if (rest.length > longestLine) [rest, overlong] = ['', true];
  }
  rest += decoder.decode();
  if (rest !== '' || overlong) yield answers([rest]);
}

function answerLine(line: string): string {
  const read = readQuestion(line);
  if ('problems' in read) return malformed(...read.problems);
  try {
    return `${JSON.stringify(plan(read.question))}\n`;
  } catch (error) {
    return malformed(`The planner failed on this question: ${(error as Error).message}`);
  }
}

/** Instead of an answer; the batch ends with exit code 1. */
function malformed(...reasons: readonly string[]): string {
  process.exitCode = 1;
  return `${JSON.stringify(unanswered(reasons))}\n`;
}
