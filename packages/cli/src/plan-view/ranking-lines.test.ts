import { describe, expect, it } from 'vitest';
import { presetGpuLines, presetLines } from './preset-lines.ts';
import { rankingLines } from './ranking-lines.ts';
import { plainStyle, terminalStyle } from './style.ts';
import { suggestionText } from '@archon/advice/suggestion-text';
import { fitting, lacking, unknown } from './testing/answers.ts';

const wide = { ...plainStyle, width: 110 };

describe('rankingLines', () => {
  it('should show what fits and what is unknown, and count the rest', () => {
    const ranked = [fitting, unknown, lacking].map((answer, index) => ({ name: `a/${index}`, about: 'mit', answer }));
    expect(rankingLines('model', ranked, wide)).toEqual([
      '  model  fits     max context  KV cache tokens  margin GiB  licence',
      '  a/0    yes           13,472           16,528        0.50  mit',
      '  a/1    unknown            ?                ?           ?  mit',
      '  1 more does not fit; --json lists them with their reasons.',
    ]);
  });

  it('should show no empty table', () => {
    expect(rankingLines('gpu', [{ name: 'a', about: '', answer: lacking }], wide)).toHaveLength(1);
  });
});

describe('presetLines', () => {
  const gpus = [fitting, lacking].map((answer, index) => ({ gpu: `g${index}`, title: `GPU ${index}`, answer }));
  const preset = { name: 'p', title: 'A preset', model: 'a/b', maxModelLen: 8192, release: '0.33.0', gpus };

  it('should show the least margin and the GPU that has it', () => {
    expect(presetLines([preset], wide)[1]).toBe('  p       a/b      8,192  1 of 2 GPUs  -4.00, GPU 1');
  });

  it('should list the GPUs, the tightest first', () => {
    const lines = presetGpuLines(preset, wide);
    expect(lines.slice(0, 2)).toEqual(['p  A preset', '  a/b, 8,192 tokens, vLLM 0.33.0']);
    expect(lines[4]).toMatch(/^ {2}GPU 1 {2}no {9}-4.00/);
  });
});

describe('suggestionText', () => {
  it('should be text that can be pasted', () => {
    const change = { gpu: 'l4', model: 'a/b', options: { maxNumSeqs: 8, enforceEager: true, quantization: null } };
    expect(suggestionText({ change })).toBe(
      '--gpu l4 --model a/b --set engine.maxNumSeqs=8 --set engine.enforceEager=true',
    );
  });
});

describe('terminalStyle', () => {
  it.each([
    [{}, true],
    [{ LANG: 'de_DE.UTF-8' }, true],
    [{ LANG: 'C' }, false],
    [{ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, false],
    [{ LC_ALL: '', LANG: 'C.utf8' }, true],
    [{ TERM: 'dumb' }, false],
  ])('should draw with what %o shows', (env, unicode) => {
    expect(terminalStyle({}, env).unicode).toBe(unicode);
  });

  it('should keep to the width of the terminal, within reason', () => {
    expect([undefined, 20, 97, 400].map((columns) => terminalStyle({ ...(columns && { columns }) }, {}).width)).toEqual(
      [100, 40, 97, 120],
    );
  });
});
