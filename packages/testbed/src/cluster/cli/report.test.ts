import { afterEach, expect, it, vi } from 'vitest';
import { ToolError } from '../../process/tool-error.ts';
import { Interrupted, runCommand } from './report.ts';

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

const disk = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', path: '/cache/state.json' });

it.each([
  [new ToolError('etcd ended by itself.'), 1, 'etcd ended by itself.'],
  [new Interrupted('SIGINT', 'nothing is left'), 130, 'Interrupted by SIGINT: nothing is left.'],
  [disk, 1, '/cache/state.json cannot be written: the disk is full. Free some space'],
])('should print what a user can fix without a stack: %s', async (error, code, message) => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  await runCommand(false, () => Promise.reject(error));
  expect(said.mock.calls.join()).toContain(message);
  expect(said.mock.calls.join()).not.toContain('    at ');
  expect(process.exitCode).toBe(code);
});

it('should leave a bug its stack', async () => {
  await expect(runCommand(false, () => Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
});
