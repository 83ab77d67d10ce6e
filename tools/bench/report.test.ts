import { stripVTControlCharacters } from 'node:util';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { type Figure, verdict } from './figure.ts';
import { page, table } from './report.ts';

const figures: Figure[] = [
  { name: 'slow thing', value: 1234.4, unit: 'ms', goal: 1000, remark: 'all of it' },
  { name: 'ratio', value: 1.249, unit: 'x', goal: 1.25, remark: '50 ms against 40 ms' },
  { name: 'size', value: 38.17, unit: 'kB', remark: 'compressed' },
];

describe('verdict', () => {
  it('should compare with the goal where there is one', () => {
    expect(figures.map(verdict)).toEqual(['miss', 'pass', '']);
  });
});

describe('table', () => {
  it('should align its columns', () => {
    expect(stripVTControlCharacters(table(figures)).split('\n')).toEqual([
      'what         result     goal',
      'slow thing  1234 ms  1000 ms  miss  all of it',
      'ratio         1.25x    1.25x  pass  50 ms against 40 ms',
      'size        38.2 kB                 compressed',
    ]);
  });
});

describe('page', () => {
  it('should be a markdown table with the circumstances above it', async () => {
    const text = await format(page(figures, { Machine: '2 cores' }), { parser: 'markdown' });
    expect(text).toContain('- Machine: 2 cores\n');
    expect(text).toContain('| slow thing | 1234 ms | 1000 ms | miss | all of it           |\n');
  });

  it('should say whether the real node was measured', () => {
    const start: Figure = { name: 'real node: drain', value: 40, unit: 's', remark: '' };
    expect(page(figures, {})).toContain('The real node was not measured');
    expect(page([...figures, start], {})).toContain('The real node is measured once');
  });
});
