import { describe, expect, it } from 'vitest';
import { failureLines } from './failure-lines.ts';

const numbered = (count: number, line: string) => Array.from({ length: count }, (_, index) => `${line} ${index + 1}`);
const shownOf = (...lines: string[]) => failureLines(`${lines.join('\n')}\n`);

describe('The lines that say why vLLM has ended', () => {
  const error = '(EngineCore pid=71) ERROR 11-29 06:57:01 [core.py:946]';
  const cause = [
    `${error} EngineCore failed to start.`,
    `${error} Traceback (most recent call last):`,
    ...numbered(30, `${error}   File "core.py", line`),
    `${error}     self.kv_cache = allocate()`,
    '(APIServer pid=1) INFO 11-29 06:57:01 [launcher.py:1] waiting',
    `${error} ValueError: No available memory for the cache blocks.`,
  ];
  const end = [
    ...numbered(19, '(APIServer pid=1)   File "api_server.py", line'),
    '(APIServer pid=1) RuntimeError: Engine core initialization failed. See root cause above.',
  ];

  it('should begin with the first failure: its sentence, its innermost frames and its exception', () => {
    const shown = shownOf(...numbered(50, 'INFO starts'), ...cause, ...numbered(40, 'INFO ends'), ...end);
    expect(shown.slice(0, 2)).toEqual([cause[0], '…']);
    expect(shown.slice(2, 10)).toEqual(cause.slice(-8));
    expect(shown.slice(10)).toEqual(['…', ...end]);
  });

  it('should be the message alone where no traceback follows', () => {
    const message = '(EngineCore pid=71) ERROR 11-29 06:57:01 [core.py:1] The worker died with exit code -4.';
    expect(shownOf(message, ...numbered(40, 'INFO ends'), ...end)).toEqual([message, '…', ...end]);
  });

  it('should have a short traceback of Python whole', () => {
    const trace = ['Traceback (most recent call last):', '  File "vllm", line 1', 'ImportError: libnuma.so.1'];
    expect(shownOf(...trace, ...numbered(40, 'INFO ends'))).toEqual([
      ...trace,
      '…',
      ...numbered(40, 'INFO ends').slice(-20),
    ]);
  });

  it('should be the last ones where these hold the failure, or nothing failed', () => {
    expect(shownOf('INFO starts', ...cause.slice(0, 2))).toEqual(['INFO starts', ...cause.slice(0, 2)]);
    expect(shownOf(...numbered(40, 'INFO starts'))).toEqual(numbered(40, 'INFO starts').slice(-20));
  });
});
