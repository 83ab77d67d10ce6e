import { describe, expect, it } from 'vitest';
import { recordingSvg } from './recording-svg.ts';
import { terminalLines } from './terminal-lines.ts';

describe('terminalLines', () => {
  it('should keep styles and times, and continue on the next line when one is full', () => {
    const chunks = [
      { seconds: 0, text: '\x1b[1mYou\x1b[22m  ab' },
      { seconds: 2, text: 'cdef\nlast\n' },
    ];
    expect(terminalLines(chunks, 8)).toEqual([
      [
        { text: 'You', style: 'bold', seconds: 0 },
        { text: '  ab', style: '', seconds: 0 },
        { text: 'c', style: '', seconds: 2 },
      ],
      [{ text: 'def', style: '', seconds: 2 }],
      [{ text: 'last', style: '', seconds: 2 }],
    ]);
  });
});

describe('recordingSvg', () => {
  it('should shorten pauses, and escape XML characters', () => {
    const svg = recordingSvg(
      [
        { seconds: 0, text: 'a <b> & c\n' },
        { seconds: 60, text: 'done\n' },
      ],
      'npm run try',
    );
    expect(svg).toContain('a &lt;b&gt; &amp; c</tspan>');
    expect(svg).toContain('animation-delay:1.80s">done</tspan>');
    expect(svg).toContain('<title>A recording of npm run try</title>');
  });
});
