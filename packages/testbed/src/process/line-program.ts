import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ToolError } from './tool-error.ts';

/** A running program of ours that answers each request with one line: JSON in, JSON out. */
export interface LineProgram<Request, Answer> {
  ask(request: Request): Promise<Answer>;
  end(): Promise<void>;
}

interface Waiting<Answer> {
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/** Starts a program; `title` names it in errors. It ends with `end`, or with this process. */
export function startLineProgram<Request, Answer>(program: string, title: string): LineProgram<Request, Answer> {
  // These programs allocate megabytes for each request; collecting garbage less often saves a fifth of the processor time.
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, GOGC: '400' } });
  const waiting: Waiting<Answer>[] = [];
  let death: ToolError | undefined;
  let stderr = '';

  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()!.resolve(JSON.parse(line) as Answer));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => {}); // it has ended; reported below
  const ended = new Promise<void>((resolve) => {
    const die = (how: string): void => {
      death ??= new ToolError([`${title} ${how}.`, stderr.trim()].join('\n').trim());
      for (const { reject } of waiting.splice(0)) reject(death);
      resolve();
    };
    child.on('error', ({ message }) => die(`did not start (${message})`));
    child.on('close', (code, signal) => die(`has ended (${signal ?? `exit code ${code}`})`));
  });

  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (death) return reject(death);
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(request)}\n`);
      }),
    end: () => {
      child.stdin.end();
      return ended;
    },
  };
}
