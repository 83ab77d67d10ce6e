import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { verdictSentence } from '@archon/advice/verdict-sentence';
import { answerLines } from './answer-lines.ts';
import { plainStyle } from './style.ts';
import { fitting, lacking, unknown } from './testing/answers.ts';

const subject = { model: 'a/model', gpu: 'NVIDIA GPU', gpuCount: 1, context: 'requested' as const };

describe('answerLines', () => {
  it('should show an answer that fits', async () => {
    await expect(answerLines(subject, fitting, plainStyle).join('\n')).toMatchFileSnapshot('__golden__/fits.txt');
  });

  it('should show an answer that does not fit, in ASCII', async () => {
    const lines = answerLines({ ...subject, context: 'own' }, lacking, { ...plainStyle, unicode: false });
    await expect(lines.join('\n')).toMatchFileSnapshot('__golden__/does-not-fit.txt');
  });

  it('should say what is unknown without figures', async () => {
    await expect(answerLines(subject, unknown, plainStyle).join('\n')).toMatchFileSnapshot('__golden__/unknown.txt');
  });

  it('should colour the verdict', () => {
    const style = { ...plainStyle, colors: pc.createColors(true) };
    expect(answerLines(subject, fitting, style)[0]).toContain('\u001B[32mfits');
    expect(answerLines(subject, lacking, style)[0]).toContain('\u001B[31mdoes not fit');
    expect(answerLines(subject, unknown, style)[0]).toContain('\u001B[33munknown');
  });

  it('should stay within the width where words allow', () => {
    for (const width of [80, 100, 120])
      for (const line of answerLines(subject, lacking, { ...plainStyle, width }))
        if (!/ {2}(requested context|max context|concurrency|--set)/.test(line))
          expect(line.length, line).toBeLessThanOrEqual(width);
  });
});

describe('verdictSentence', () => {
  it('should be one sentence with the deciding figure', () => {
    expect(verdictSentence({ ...subject, gpuCount: 2 }, fitting)).toBe(
      'a/model fits on 2 x NVIDIA GPU with a context of 8,192 tokens, with at least 0.50 GiB to spare.',
    );
    expect(verdictSentence(subject, { ...fitting, marginGiB: 0.0002 })).toBe(
      'a/model fits on NVIDIA GPU with a context of 8,192 tokens.',
    );
    expect(verdictSentence(subject, lacking)).toBe(
      'a/model does not start on NVIDIA GPU: 32,768 tokens need 6.00 GiB of KV cache; at most 4.00 GiB is left.',
    );
    expect(verdictSentence(subject, unknown)).toBe(
      'a/model may not start on NVIDIA GPU with a context of 32,768 tokens: the size of the weights is unknown.',
    );
  });
});
