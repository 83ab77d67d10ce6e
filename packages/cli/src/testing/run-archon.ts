import { vi } from 'vitest';
import { createProgram } from '../main.ts';

export interface Run {
  code: number;
  out: string;
  err: string;
}

/** Runs the command line in this process; for tests. */
export async function runArchon(...args: string[]): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((line) => void out.push(`${String(line)}\n`)),
    vi.spyOn(console, 'error').mockImplementation((line) => void err.push(`${String(line)}\n`)),
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0),
  ];
  try {
    await (await createProgram(args[0])).parseAsync(['node', 'archon', ...args]);
    return { code: Number(process.exitCode ?? 0), out: out.join(''), err: err.join('') };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}
