import type { Ranked } from '@archon/advice/rank';
import { fitsWord, gib, tokens } from '@archon/advice/format';
import type { Style } from './style.ts';
import { table } from './table.ts';

/** A ranking as a table; what does not fit is counted. */
export function rankingLines(what: 'model' | 'gpu', ranked: readonly Ranked[], style: Style): string[] {
  const { colors } = style;
  const shown = ranked.filter(({ answer }) => answer.fits !== false);
  const hidden = ranked.length - shown.length;
  const colour = (fits: boolean | null): string =>
    (fits === true ? colors.green : fits === null ? colors.yellow : colors.red)(fitsWord(fits));
  const lines = table(
    [
      { title: what === 'gpu' ? 'GPU' : 'model' },
      { title: 'fits' },
      { title: 'max context', align: 'right' },
      { title: 'KV cache tokens', align: 'right' },
      { title: 'margin GiB', align: 'right' },
      { title: what === 'model' ? 'licence' : 'memory' },
    ],
    shown.map(({ name, about, answer, upTo }) => [
      name,
      upTo === undefined ? colour(answer.fits) : colors.green('up to'),
      tokens(answer.maxModelLen),
      tokens(answer.kvCacheTokens),
      answer.marginGiB === null ? '?' : gib(answer.marginGiB),
      about,
    ]),
    style,
  );
  const rest =
    hidden === 0
      ? []
      : [colors.dim(`  ${hidden} more ${hidden === 1 ? 'does' : 'do'} not fit; --json lists them with their reasons.`)];
  return [...(shown.length > 0 ? lines : []), ...rest];
}
