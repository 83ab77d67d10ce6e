import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ToolError } from '@archon/testbed/tool-error';
import { resolveEngine, type Engine } from '../install-engine.ts';

/** The result of the real parser: each value by its name in Python, or its error. */
type Parsed = { ok: true; values: Record<string, unknown> } | { ok: false; error: string };

/** An action of argparse. */
export interface RealFlag {
  /** `--max-model-len`, `--no-…`, `-tp`; empty for the model. */
  names: string[];
  /** Class of the action: `_StoreAction`. */
  kind: string;
  nargs: string | number | null;
  /** Name of the function that reads a value. */
  type: string | null;
  choices: string[] | null;
  /** Name in Python: `max_model_len`. */
  dest: string;
}

/** The parser of `vllm serve`, in its own process. */
export interface EngineParser {
  parse(argv: readonly string[]): Promise<Parsed>;
  flags(): Promise<RealFlag[]>;
  end(): Promise<void>;
}

interface Answer {
  values?: Record<string, unknown>;
  error?: string;
  flags?: RealFlag[];
}

/** Starts the parser; the first answer takes about 20 s, the others no time. It ends with `end`, or with this process. */
export function startParser({ python }: Engine = resolveEngine()): EngineParser {
  const child = spawn(python, [join(import.meta.dirname, 'answer_arguments.py')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', VLLM_NO_USAGE_STATS: '1', HF_HUB_OFFLINE: '1' },
  });
  const waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[] = [];
  let death: ToolError | undefined;
  let stderr = '';
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()!.resolve(JSON.parse(line) as Answer));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-10_000)));
  child.stdin.on('error', () => {}); // it has ended; reported below
  const ended = new Promise<void>((resolve) => {
    const die = (how: string): void => {
      death ??= new ToolError(`The parser of vLLM ${how}.\n${stderr.trim()}`.trim());
      for (const { reject } of waiting.splice(0)) reject(death);
      resolve();
    };
    child.on('error', ({ message }) => die(`did not start (${message})`));
    child.on('close', (code, signal) => die(`has ended (${signal ?? `exit code ${code}`})`));
  });
  const ask = (question: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (death) return reject(death);
      waiting.push({ resolve, reject });
      child.stdin.write(`${JSON.stringify(question)}\n`);
    });
  return {
    parse: async (argv) => {
      const { values, error } = await ask({ argv });
      return values ? { ok: true, values } : { ok: false, error: error! };
    },
    flags: async () => (await ask({ flags: true })).flags!,
    end: () => {
      child.stdin.end();
      return ended;
    },
  };
}
