import type { Answer } from '@archon/sizing';
import { fitsWord, gib, tokens } from '@archon/advice/format';
import type { Style } from './style.ts';
import { table } from './table.ts';

/** A preset with the plan for each GPU of its class. */
export interface PlannedPreset {
  readonly name: string;
  readonly title: string;
  readonly model: string;
  readonly maxModelLen: number | null;
  readonly release: string;
  readonly gpus: readonly { readonly gpu: string; readonly title: string; readonly answer: Answer }[];
}

/** All presets, a line each. */
export function presetLines(presets: readonly PlannedPreset[], style: Style): string[] {
  return table(
    [
      { title: 'preset' },
      { title: 'model' },
      { title: 'context', align: 'right' },
      { title: 'fits' },
      { title: 'lowest margin GiB' },
    ],
    presets.map((preset) => {
      const { gpus, model, maxModelLen } = preset;
      const fitting = gpus.filter(({ answer }) => answer.fits === true).length;
      const least = leastMargin(preset);
      const shade = fitting === gpus.length ? style.colors.green : style.colors.yellow;
      return [
        style.colors.bold(preset.name),
        model,
        tokens(maxModelLen),
        shade(`${fitting} of ${gpus.length} GPUs`),
        least ? `${gib(least.answer.marginGiB!)}, ${least.title}` : '?',
      ];
    }),
    style,
  );
}

/** One preset, a line for each of its GPUs, the tightest first. */
export function presetGpuLines(preset: PlannedPreset, style: Style): string[] {
  const { name, title, model, maxModelLen, release, gpus } = preset;
  const rows = gpus.toSorted((a, b) => margin(a.answer) - margin(b.answer));
  return [
    `${style.colors.bold(name)}  ${title}`,
    `  ${model}, ${tokens(maxModelLen)} tokens, vLLM ${release}`,
    '',
    ...table(
      [
        { title: 'GPU' },
        { title: 'fits' },
        { title: 'margin GiB', align: 'right' },
        { title: 'KV cache tokens', align: 'right' },
        { title: 'why' },
      ],
      rows.map(({ title: gpu, answer }) => [
        gpu,
        fitsWord(answer.fits),
        answer.marginGiB === null ? '?' : gib(answer.marginGiB),
        tokens(answer.kvCacheTokens),
        answer.reasons[0] ?? '',
      ]),
      style,
    ),
  ];
}

/** The GPU with the least margin. */
export function leastMargin({ gpus }: PlannedPreset): PlannedPreset['gpus'][number] | undefined {
  const known = gpus.filter(({ answer }) => answer.marginGiB !== null);
  return known.toSorted((a, b) => margin(a.answer) - margin(b.answer))[0];
}

const margin = ({ marginGiB }: Answer): number => marginGiB ?? Number.POSITIVE_INFINITY;
