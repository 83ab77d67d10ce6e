import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { plainStyle } from './style.ts';
import { item, table, wrap } from './table.ts';

describe('table', () => {
  const columns = [{ title: 'name' }, { title: 'GiB', align: 'right' }, { title: 'basis' }] as const;

  it('should align columns and wrap the last one', () => {
    const text = 'a text that is too long for the room that is left next to the other columns';
    expect(
      table(
        columns,
        [
          ['a', '1.00', text],
          ['long name', '12.00', 'b'],
        ],
        { ...plainStyle, width: 60 },
      ),
    ).toEqual([
      '  name         GiB  basis',
      '  a           1.00  a text that is too long for the room',
      '                    that is left next to the other columns',
      '  long name  12.00  b',
    ]);
  });

  it('should not count colours', () => {
    const { green } = pc.createColors(true);
    const [, row] = table(columns, [[green('a'), '1.00', 'x']], plainStyle);
    expect(row).toBe(`  ${green('a')}     1.00  x`);
  });
});

describe('wrap', () => {
  it('should keep words whole, however long', () => {
    expect(wrap('a verylongword b', 4)).toEqual(['a', 'verylongword', 'b']);
    expect(wrap('', 4)).toEqual(['']);
  });
});

describe('item', () => {
  it('should indent further lines under the first', () => {
    expect(item('-', 'one two three', { ...plainStyle, width: 12 })).toEqual(['  - one two', '    three']);
  });
});
