import type { Answer } from '@archon/sizing';
import { fitsWord, gib, tokens } from '@archon/advice/format';
import type { Style } from './style.ts';
import { table } from './table.ts';

/** A preset with the plan for each card of its class. */
export interface PlannedPreset {
  readonly name: string;
  readonly title: string;
  readonly model: string;
  readonly maxModelLen: number | null;
  readonly release: string;
  readonly cards: readonly { readonly gpu: string; readonly title: string; readonly answer: Answer }[];
}

/** All presets, a line each. */
export function presetLines(presets: readonly PlannedPreset[], style: Style): string[] {
  return table(
    [
      { title: 'preset' },
      { title: 'model' },
      { title: 'context', align: 'right' },
      { title: 'fits' },
      { title: 'least margin GiB' },
    ],
    presets.map((preset) => {
      const { cards, model, maxModelLen } = preset;
      const fitting = cards.filter(({ answer }) => answer.fits === true).length;
      const least = leastMargin(preset);
      const shade = fitting === cards.length ? style.colors.green : style.colors.yellow;
      return [
        style.colors.bold(preset.name),
        model,
        tokens(maxModelLen),
        shade(`${fitting} of ${cards.length} cards`),
        least ? `${gib(least.answer.marginGiB!)}, ${least.title}` : '?',
      ];
    }),
    style,
  );
}

/** One preset, a line for each of its cards, the tightest first. */
export function presetCardLines(preset: PlannedPreset, style: Style): string[] {
  const { name, title, model, maxModelLen, release, cards } = preset;
  const rows = cards.toSorted((a, b) => margin(a.answer) - margin(b.answer));
  return [
    `${style.colors.bold(name)}  ${title}`,
    `  ${model}, ${tokens(maxModelLen)} tokens, vLLM ${release}`,
    '',
    ...table(
      [
        { title: 'card' },
        { title: 'fits' },
        { title: 'margin GiB', align: 'right' },
        { title: 'tokens of cache', align: 'right' },
        { title: 'why' },
      ],
      rows.map(({ title: card, answer }) => [
        card,
        fitsWord(answer.fits),
        answer.marginGiB === null ? '?' : gib(answer.marginGiB),
        tokens(answer.kvCacheTokens),
        answer.reasons[0] ?? '',
      ]),
      style,
    ),
  ];
}

/** The card with the least margin. */
export function leastMargin({ cards }: PlannedPreset): PlannedPreset['cards'][number] | undefined {
  const known = cards.filter(({ answer }) => answer.marginGiB !== null);
  return known.toSorted((a, b) => margin(a.answer) - margin(b.answer))[0];
}

const margin = ({ marginGiB }: Answer): number => marginGiB ?? Number.POSITIVE_INFINITY;
