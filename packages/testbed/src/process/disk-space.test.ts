import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireSpace, formatMiB, freeMiB } from './disk-space.ts';

describe('requireSpace', () => {
  it('should add up the space needed on one disk, for folders that need not exist', () => {
    const folder = join(tmpdir(), 'not/there');
    const most = freeMiB(folder);
    const need = (mib: number) => ({ folder, mib, what: 'half' });
    expect(() => requireSpace([need(1), need(1)], 'build')).not.toThrow();
    expect(() => requireSpace([need(most), need(most)], 'build')).toThrow(
      /^There is not enough disk space to build: [\d.]+ [GM]B are needed, [\d.]+ [GM]B are free\.\n.*half, in .*\n.*half, in /,
    );
  });
});

describe('formatMiB', () => {
  it('should write sizes as df does', () => {
    expect([230, 4100].map(formatMiB)).toEqual(['230 MB', '4.0 GB']);
  });
});
