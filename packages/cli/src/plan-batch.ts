import { createReadStream } from 'node:fs';
import { unanswered } from '@archon/sizing/plan';
import { ArchonError } from '@archon/values/problem';
import { BatchAnswers } from './batch-answer.ts';
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
  const batch = new BatchAnswers();
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let overlong = false;
  let blank = 0;
  const answers = async (lines: readonly string[]): Promise<string> => {
    let text = '';
    for (const line of lines) {
      // blank lines at the end are ignored
      if (line.trim() === '' && !overlong) {
        blank++;
        continue;
      }
      for (; blank > 0; blank--) text += malformed('The line is empty.');
      const answer = overlong ? malformed('The line is too long for a question.') : answerLine(line, batch);
      text += typeof answer === 'string' ? answer : await answer;
      overlong = false;
    }
    return text;
  };
  for await (const chunk of input) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop()!;
    if (lines.length > 0) yield await answers(lines);
    if (rest.length > longestLine) [rest, overlong] = ['', true];
  }
  rest += decoder.decode();
  if (rest !== '' || overlong) yield await answers([rest]);
}

/** A promise only where the Hub is asked. */
function answerLine(line: string, batch: BatchAnswers): string | Promise<string> {
  const read = readQuestion(line);
  if ('problems' in read) return malformed(...read.problems);
  const print = (answer: object): string => `${JSON.stringify(answer)}\n`;
  const failed = (error: unknown): string =>
    malformed(`The planner failed on this question: ${(error as Error).message}`);
  try {
    const answer = batch.answer(read.question);
    return answer instanceof Promise ? answer.then(print, failed) : print(answer);
  } catch (error) {
    return failed(error);
  }
}

/** Instead of an answer; the batch ends with exit code 1. */
function malformed(...reasons: readonly string[]): string {
  process.exitCode = 1;
  return `${JSON.stringify(unanswered(reasons))}\n`;
}
