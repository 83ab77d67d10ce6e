import { describe, expect, it } from 'vitest';
import { LiveLine } from './live-line.ts';

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, columns: 40, write: (text: string) => Boolean(written.push(text)) };
}

const lineOn = (fake: ReturnType<typeof stream>) => new LiveLine(fake as unknown as NodeJS.WriteStream);

describe('LiveLine', () => {
  it('should write each new text once without a terminal', () => {
    const fake = stream(false);
    const line = lineOn(fake);
    for (const text of ['a', 'a', 'b']) line.show(text);
    line.end('done');
    line.show('late');
    expect(fake.written).toEqual(['   0 s  a\n', '   0 s  b\n', '   0 s  done\n']);
  });

  it('should rewrite one line of a terminal, and never break it', () => {
    const fake = stream(true);
    const line = lineOn(fake);
    line.show('x'.repeat(100));
    line.end('done');
    expect(fake.written).toEqual([`\r\x1b[K   0 s  ${'x'.repeat(31)}…`, '\r\x1b[K', '   0 s  done\n']);
  });
});
