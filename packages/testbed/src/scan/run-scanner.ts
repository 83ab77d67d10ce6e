import { execFile } from 'node:child_process';
import { ToolError } from '../process/tool-error.ts';

interface Run {
  args: string[];
  input?: string;
  env?: Record<string, string>;
}

/** Runs a scanner and parses its JSON. Scanners exit with an error when they find something, so the exit code is no answer. */
export function runScanner(title: string, file: string, { args, input = '', env = {} }: Run): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const options = { encoding: 'utf8', maxBuffer: 64 << 20, env: { ...process.env, ...env } } as const;
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        const said = [stderr, stdout, error?.message].map((text) => text?.trim()).find(Boolean) ?? 'no output';
        reject(new ToolError(`${title} gave no JSON, so nothing was scanned. It said:\n${said}`));
      }
    });
    // A scanner that fails at once closes its stdin; what it said then is the better error.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
