import type { Coefficients } from '../src/plan/coefficients.ts';
import type { Prediction } from './cross-validate.ts';
import { releaseRange, type StartUp } from './start-ups.ts';
import { mean, median } from './statistics.ts';

/** What is said of some predictions together. */
export interface Score {
  readonly name: string;
  readonly count: number;
  /** Of the KV cache, over start-ups that have 1 GiB or more. */
  readonly meanAbsolutePercent: number;
  readonly medianAbsoluteGiB: number;
  readonly biasGiB: number;
  /** Measured values between the bounds. */
  readonly covered: number;
  readonly measured: number;
  readonly medianWidthGiB: number;
}

const measuredGiB = ({ row }: Prediction) => row.measured.kvCacheGiB;
/** Logs round to 0.01 GiB. */
const ROUNDING = 0.006;

export const isCovered = (prediction: Prediction): boolean => {
  const measured = measuredGiB(prediction);
  return measured !== undefined && measured >= prediction.low - ROUNDING && measured <= prediction.high + ROUNDING;
};

export function score(name: string, predictions: readonly Prediction[]): Score {
  const measured = predictions.filter((prediction) => measuredGiB(prediction) !== undefined);
  const sized = measured.filter((prediction) => measuredGiB(prediction)! >= 1);
  const errors = sized.map((prediction) => prediction.likely - measuredGiB(prediction)!);
  return {
    name,
    count: sized.length,
    meanAbsolutePercent: mean(sized.map((one, index) => (100 * Math.abs(errors[index]!)) / measuredGiB(one)!)),
    medianAbsoluteGiB: median(errors.map(Math.abs)),
    biasGiB: mean(errors),
    covered: measured.filter(isCovered).length,
    measured: measured.length,
    medianWidthGiB: median(measured.map(({ low, high }) => high - low)),
  };
}

/** By use, by class of GPUs and by range of releases, each as the mean over what a fit without that group predicts. */
function scores(predictions: readonly Prediction[]): Score[] {
  const fitted = predictions.filter(({ row }) => row.use === 'fit');
  const by = (key: (row: StartUp) => string, order: (a: string, b: string) => number) =>
    [...new Set(fitted.map(({ row }) => key(row)))].sort(order).flatMap((name) => {
      const some = fitted.filter(({ row }) => key(row) === name);
      return some.some((one) => (measuredGiB(one) ?? 0) >= 1) ? [score(name, some)] : [];
    });
  return [
    score('**named start-ups**', fitted),
    score(
      'of them, not from the one H100 study',
      fitted.filter(({ row }) => !row.id.startsWith('L')),
    ),
    score(
      'of them, with the release named',
      fitted.filter(({ row }) => row.question.release !== undefined),
    ),
    score(
      'start-ups with something inferred',
      predictions.filter(({ row }) => row.use === 'check'),
    ),
    score('all of these together', predictions),
    ...by(
      ({ class: gpuClass }) => gpuClass,
      (a, b) => size(a) - size(b) || a.localeCompare(b),
    ),
    ...by(
      ({ question }) => `vLLM ${releaseRange(question.release)}`,
      (a, b) => a.localeCompare(b),
    ),
  ];
}

const size = (gpuClass: string) => Number(/\d+/.exec(gpuClass)?.[0] ?? Infinity);

export function scoreTable(predictions: readonly Prediction[]): string[] {
  return [
    '| start-ups | n | mean abs. error | median abs. error | bias | between the bounds | median width |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...scores(predictions).map(
      (one) =>
        `| ${one.name} | ${one.count} | ${one.meanAbsolutePercent.toFixed(1)} % | ${one.medianAbsoluteGiB.toFixed(2)} GiB | ${signed(one.biasGiB)} GiB | ${one.covered} of ${one.measured} | ${one.medianWidthGiB.toFixed(2)} GiB |`,
    ),
  ];
}

const signed = (figure: number) => `${figure < 0 ? '' : '+'}${figure.toFixed(2)}`.replace('-', '−');

/** Outcomes against verdicts. A start whose context is unknown says nothing of the verdict, unless it failed. */
export function verdictTable(predictions: readonly Prediction[]): string[] {
  const rows = [
    ['started, context known', predictions.filter(({ row }) => row.outcome === 'ok' && hasContext(row))],
    ['failed', predictions.filter(({ row }) => row.outcome !== 'ok')],
  ] as const;
  const count = (some: readonly Prediction[], fits: boolean | null) => some.filter((one) => one.fits === fits).length;
  return [
    '| what happened | "fits" | unknown | "does not fit" |',
    '|---|--:|--:|--:|',
    ...rows.map(([name, some]) => `| ${name} | ${count(some, true)} | ${count(some, null)} | ${count(some, false)} |`),
  ];
}

function hasContext({ question }: StartUp): boolean {
  return question.options.maxModelLen !== undefined;
}

const MEANINGS: readonly [path: string, unit: string, meaning: string][] = [
  ['activation.sortBytes', 'B', 'sampler before 0.17, per sequence and vocabulary entry, logits included'],
  ['activation.filterBytes', 'B', 'sampler from 0.17 (model runner V1), the same, logits not included'],
  ['activation.flashInferBytes', 'B', "FlashInfer's sampler before 0.11.1, where it is installed; not fitted"],
  ['activation.streams', 'x hidden', 'residual streams alive at the peak of a layer'],
  ['activation.compile', 'GiB', 'cold compile, beyond the copy of the embedding'],
  ['activation.experts', 'x', "share of the experts' workspace that is alive with the sampler"],
  ['nonTorch.single', 'GiB', 'outside PyTorch, one GPU'],
  ['nonTorch.singleDatacenter', 'GiB', 'the same on Hopper and B GPUs'],
  ['nonTorch.pipeline', 'GiB', 'the same, pipeline stages (llm-d-planner)'],
  ['nonTorch.tensor', 'GiB', 'the same, tensor parallel over PCIe'],
  ['nonTorch.tensorNvlink', 'GiB', 'the same, tensor parallel over NVLink'],
  ['nonTorch.tensorV0', 'GiB', 'the same on engine V0'],
  ['nonTorch.tensorFused', 'GiB', 'the same with a fused all-reduce (0.17 and later, Hopper and B GPUs)'],
  ['nonTorch.context', 'GiB', 'CUDA context, where the release counts the whole device (0.7.3 to 0.9.0)'],
  ['nonTorch.consumed', 'GiB', 'what 0.27 and later count on top'],
  ['nonTorch.unified', 'GiB', 'memory shared with the CPU: what the server holds there; not fitted'],
  ['nonTorch.unifiedImages', 'GiB', 'the same with images, on top; not fitted'],
  ['nonTorch.unifiedPixels', 'x', 'copies of the profiled pixels there; not fitted'],
  ['graphs.perCapture', 'GiB', 'CUDA graphs, per layer and captured size'],
  ['graphs.base', 'GiB', 'CUDA graphs, at least'],
  ['graphs.runnerV2', 'x', 'CUDA graphs of model runner V2, of those of V1'],
];

export function coefficientTable(coefficients: Coefficients): string[] {
  const { below, above } = coefficients.bounds;
  return [
    '| coefficient | value | meaning |',
    '|---|--:|---|',
    ...MEANINGS.map(([path, unit, meaning]) => {
      const [section, key] = path.split('.') as [keyof Coefficients, string];
      const value = (coefficients[section] as unknown as Record<string, number>)[key]!;
      return `| \`${path}\` | ${value} ${unit} | ${meaning} |`;
    }),
    `| \`bounds.below\` | ${below[0]} GiB + ${below[1] * 100} % | the pessimistic bound in addition to the uncertainty of the parts; the share is of activation, graphs and non-torch |`,
    `| \`bounds.above\` | ${above[0]} GiB + ${above[1] * 100} % | the optimistic bound, likewise |`,
  ];
}

/** Each start-up with what a fit without its group says of it. */
export function predictionCsv(predictions: readonly Prediction[]): string {
  const figure = (value: number | undefined) => (value === undefined ? '' : value.toFixed(2));
  const lines = predictions
    .toSorted((a, b) => (a.row.id < b.row.id ? -1 : 1))
    .map((one) => {
      const measured = measuredGiB(one);
      const error = measured === undefined ? '' : (one.likely - measured).toFixed(2);
      const { id, use, outcome } = one.row;
      const cells = [
        id,
        `"${one.group}"`,
        use,
        outcome,
        figure(measured),
        figure(one.likely),
        figure(one.low),
        figure(one.high),
        error,
        String(one.fits),
      ];
      return cells.join(',');
    });
  return ['id,group,use,outcome,measured,likely,low,high,error,fits', ...lines, ''].join('\n');
}
