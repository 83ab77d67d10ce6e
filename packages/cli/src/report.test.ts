import { ArchonError } from '@archon/values';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from './report.ts';

vi.hoisted(() => {
  process.env.NO_COLOR = '1'; // read when colors.ts is loaded
});

const problems = [
  { file: 'v.yaml', line: 1, column: 2, source: ' a', message: 'It broke.' },
  { message: 'It broke, too.' },
];
const refused = () => {
  throw new ArchonError(problems);
};
const printed = { out: '', error: '' };

beforeEach(() => {
  Object.assign(printed, { out: '', error: '' });
  process.exitCode = undefined;
  vi.spyOn(console, 'log').mockImplementation((text: string) => void (printed.out += `${text}\n`));
  vi.spyOn(console, 'error').mockImplementation((text: string) => void (printed.error += `${text}\n`));
});
afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

describe('runCommand', () => {
  it('should leave the exit code alone when all is well', async () => {
    await runCommand(false, () => undefined);
    expect({ ...printed, exitCode: process.exitCode }).toEqual({ out: '', error: '', exitCode: undefined });
  });

  it('should print the errors of a user, and exit with 1', async () => {
    await runCommand(false, refused);
    expect(process.exitCode).toBe(1);
    expect(printed).toEqual({
      out: '',
      error: 'v.yaml:1:2\n  It broke.\n  1 |  a\n    |  ^\n\n  It broke, too.\n\n2 problems\n',
    });
  });

  it('should print them as JSON', async () => {
    await runCommand(true, refused);
    expect(process.exitCode).toBe(1);
    expect(JSON.parse(printed.out)).toEqual({ ok: false, problems });
    expect(printed.error).toBe('');
  });

  it('should print nothing that a terminal obeys, as text or as JSON', async () => {
    const hostile = () => {
      throw new ArchonError([{ file: 'v\u001b[31m.yaml', message: '\u009b2J and \u202e.' }]);
    };
    for (const json of [false, true]) await runCommand(json, hostile);
    // eslint-disable-next-line no-control-regex
    expect(printed.out + printed.error).not.toMatch(/[\u001b\u0080-\u009f\u202e]/);
    expect(JSON.parse(printed.out).problems[0].message).toBe('\u009b2J and \u202e.');
  });

  it('should let a bug of ours through, with its stack', async () => {
    const bug = new TypeError('a bug');
    const failing = runCommand(false, () => {
      throw bug;
    });
    await expect(failing).rejects.toThrow(bug);
  });
});
