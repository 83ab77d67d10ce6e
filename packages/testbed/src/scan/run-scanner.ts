import { execFile } from 'node:child_process';
import { ToolError } from '../process/tool-error.ts';

interface Run {
  args: string[];
  input?: string;
  env?: Record<string, string>;
}

/** Runs a scanner and parses its JSON. Scanners exit with an error when they find something, so the exit code says nothing. */
export function runScanner(title: string, file: string, { args, input = '', env = {} }: Run): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const options = { encoding: 'utf8', maxBuffer: 64 << 20, env: { ...process.env, ...env } } as const;
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        const said = [stderr, stdout, error?.message].map((text) => text?.trim()).find(Boolean) ?? 'no output';
        reject(new ToolError(`${title} did not print JSON, so nothing was scanned. It printed:\n${said}`));
      }
    });
    // A scanner that fails immediately closes its stdin; its own output is the better error.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
