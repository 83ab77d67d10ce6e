import {
  compilePeak,
  expertWorkspace,
  hiddenStates,
  layerPeak,
  logits,
  samplerV1,
  samplerV2,
} from '../src/plan/activation.ts';
import { count } from '../src/plan/count.ts';
import { seesImages } from '../src/plan/encoder.ts';
import type { Coefficients } from '../src/plan/coefficients.ts';
import { captureCount } from '../src/plan/graphs.ts';
import { isDatacenter, linkOf } from '../src/plan/non-torch.ts';
import type { PlanContext } from '../src/plan/plan-context.ts';
import { median } from './statistics.ts';
import { resolvedStartUp, type StartUp } from './start-ups.ts';

const GIB = 2 ** 30;

/** What a coefficient is where no start-up tells: counted in the source, or measured by others. */
const PRIORS: Coefficients = {
  activation: {
    // 16-bit logits 2, 32-bit copy 4, sorted values 4 and indices 8, their double buffers 12, softmax and noise 8
    sortBytes: 38,
    // 32-bit logits, probabilities and noise; a buffer of one row per multiprocessor: 132 of 1024 rows on an H100
    filterBytes: 12.5,
    // 16-bit logits, their 32-bit copy, masked logits and probabilities; 12.3 was printed (N042)
    flashInferBytes: 12.5,
    // the residual, its normalized copy, the layer's output
    streams: 3,
    compile: 0,
    experts: 1,
  },
  nonTorch: {
    single: 0.1,
    singleDatacenter: NaN,
    // llm-d-planner, accuracy report of 0.19.0
    pipeline: 0.07,
    tensor: 0.5,
    // 2 x H100 on 0.11.0 (N052)
    tensorNvlink: 0.54,
    tensorV0: 1.4,
    tensorFused: 2.09,
    // total less free at the start on a bare GPU: 0.37 to 0.56 GiB
    context: 0.45,
    consumed: 0.15,
    // six starts on GB10 (N008, N066; with images N026, N027, N065, N069)
    unified: 1.5,
    unifiedImages: 1.3,
    unifiedPixels: 5,
  },
  graphs: { base: 0.02, perCapture: 0.0002, runnerV2: 1 },
  bounds: { below: [0.25, 0.05], above: [0.25, 0.05] },
};

interface Observation {
  readonly row: StartUp;
  readonly context: PlanContext;
}

/** Every coefficient is the median of what single start-ups say of it, those of a class of GPUs weighing alike. */
export function fitCoefficients(rows: readonly StartUp[]): Coefficients {
  const observed = rows.flatMap((row) => observe(row));
  const activation = fitActivation(observed);
  const nonTorch = fitNonTorch(observed);
  return { activation, nonTorch, graphs: fitGraphs(observed), bounds: PRIORS.bounds };
}

function observe(row: StartUp): Observation[] {
  if ((row.use !== 'fit' && row.use !== 'parts') || row.question.release === undefined) return [];
  const resolved = resolvedStartUp(row);
  return [{ row, context: count(resolved, resolved.release, PRIORS).context }];
}

/** The activation without the graph estimate that 0.27 and later print with it (gpu_worker.py, peak_activation_memory). */
function peakOf({ row, context }: Observation): number | undefined {
  const { activationGiB, graphsEstimatedGiB } = row.measured;
  const { accounting, runnerV2, deductsGraphs } = context.behaviour;
  if (activationGiB === undefined || accounting !== 'consumed') return activationGiB;
  const deducted = deductsGraphs[runnerV2 ? 'v2' : 'v1'] && !context.settings.eager;
  if (!deducted) return activationGiB;
  return graphsEstimatedGiB === undefined ? undefined : activationGiB - graphsEstimatedGiB;
}

function fitActivation(observed: readonly Observation[]): Coefficients['activation'] {
  const prior = PRIORS.activation;
  const peaks = observed.flatMap((one) => {
    const peak = peakOf(one);
    return peak === undefined ? [] : [{ ...one, peak }];
  });
  const plain = peaks.filter(({ context }) => !seesImages(context));
  const dense = plain.filter(({ context }) => !context.model.moe);
  const samples = ({ context }: Observation, bytes: Coefficients['activation']) =>
    context.behaviour.runnerV2 ? samplerV2(context) : samplerV1(context, bytes);
  const byLayer = dense.filter((one) => layerPeak(one.context, prior.streams) > samples(one, prior) * 1.05);
  const streams = centre(
    byLayer.filter((one) => !isCold(one)).map((one) => [one, streamsOf(one)]),
    prior.streams,
  );
  const bySampler = dense.filter((one) => samples(one, prior) > layerPeak(one.context, streams) && !isCold(one));
  const bytes = (one: (typeof peaks)[number]) => (one.peak - hiddenStates(one.context)) / logits(one.context);
  const sortBytes = centre(
    bySampler.filter(({ context }) => context.behaviour.sampler === 'sort').map((one) => [one, bytes(one)]),
    prior.sortBytes,
  );
  const filterBytes = centre(
    bySampler
      .filter(({ context }) => context.behaviour.sampler === 'filter' && !context.behaviour.runnerV2)
      .map((one) => [one, bytes(one) - one.context.settings.dtypeBytes]),
    prior.filterBytes,
  );
  const fitted = { ...prior, streams, sortBytes, filterBytes };
  const compile = Math.max(
    0,
    centre(
      plain.filter(isCold).map((one) => [one, one.peak - compilePeak(one.context, prior)]),
      prior.compile,
    ),
  );
  const experts = centre(
    plain
      .filter(
        ({ context }) => context.model.moe && samples({ row: null!, context }, fitted) > layerPeak(context, streams),
      )
      .map((one) => [one, (one.peak - samples(one, fitted)) / expertWorkspace(one.context)]),
    prior.experts,
  );
  return { ...fitted, compile, experts };

  function streamsOf({ context, peak }: (typeof peaks)[number]): number {
    const { batchedTokens, dtypeBytes } = context.settings;
    const counted = layerPeak(context, 0);
    return ((peak - counted) * GIB) / (batchedTokens * dtypeBytes * context.model.hidden);
  }

  /** A start whose peak is that of compiling: near the embedding's copy, and well above the rest. */
  function isCold(one: (typeof peaks)[number]): boolean {
    const { context, peak } = one;
    if (!context.behaviour.benchmarksKernels) return false;
    const copy = compilePeak(context, prior);
    const warm = Math.max(layerPeak(context, 4), samples(one, prior));
    return copy > warm * 1.2 && peak > (copy + warm) / 2;
  }
}

function fitNonTorch(observed: readonly Observation[]): Coefficients['nonTorch'] {
  const prior = PRIORS.nonTorch;
  const told = observed.filter(
    ({ row, context }) => row.measured.nonTorchGiB !== undefined && context.behaviour.accounting === 'increase',
  );
  const of = (has: (context: PlanContext) => boolean, otherwise: number) =>
    centre(
      told
        .filter(({ context }) => context.settings.pipelineParallel === 1 && has(context))
        .map((one) => [one, one.row.measured.nonTorchGiB!]),
      otherwise,
    );
  const alone = (datacenter: boolean) => (context: PlanContext) =>
    context.settings.tensorParallel === 1 && isDatacenter(context.gpu.capability, 1) === datacenter;
  const joined = (link: ReturnType<typeof linkOf>) =>
    of((context) => context.settings.tensorParallel > 1 && linkOf(context) === link, prior[link]);
  const single = of(alone(false), prior.single);
  const counted = {
    ...prior,
    single,
    singleDatacenter: of(alone(true), single),
    tensor: joined('tensor'),
    tensorNvlink: joined('tensorNvlink'),
    tensorV0: joined('tensorV0'),
    tensorFused: joined('tensorFused'),
  };
  const consumed = centre(
    observed
      .filter(
        ({ row, context }) =>
          row.measured.consumedGiB !== undefined &&
          row.measured.weightsGiB !== undefined &&
          context.settings.tensorParallel === 1,
      )
      .map((one) => [one, one.row.measured.consumedGiB! - one.row.measured.weightsGiB! - single]),
    prior.consumed,
  );
  return { ...counted, consumed };
}

function fitGraphs(observed: readonly Observation[]): Coefficients['graphs'] {
  const prior = PRIORS.graphs;
  const told = observed.filter(
    ({ row, context }) => row.measured.graphsEstimatedGiB !== undefined && !context.settings.eager,
  );
  const captured = ({ context }: Observation) =>
    Math.ceil(context.model.layers / context.settings.pipelineParallel) * captureCount(context);
  const first = told.filter(({ context }) => !context.behaviour.runnerV2);
  const perCapture = centre(
    first
      .filter(({ context }) => captureCount(context) > 40)
      .map((one) => [one, one.row.measured.graphsEstimatedGiB! / captured(one)]),
    prior.perCapture,
  );
  const base = Math.max(
    0,
    centre(
      first
        .filter(({ context }) => captureCount(context) <= 40)
        .map((one) => [one, one.row.measured.graphsEstimatedGiB!]),
      prior.base,
    ),
  );
  const runnerV2 = centre(
    told
      .filter(({ context }) => context.behaviour.runnerV2 && context.behaviour.deductsGraphs.v2)
      .map((one) => [one, one.row.measured.graphsEstimatedGiB! / Math.max(base, perCapture * captured(one))]),
    prior.runnerV2,
  );
  return { base, perCapture, runnerV2 };
}

function centre(values: readonly (readonly [Observation, number])[], otherwise: number): number {
  return values.length === 0 ? otherwise : rounded(median(values.map(([, value]) => value)));
}

/** Three digits: more would claim what the data do not hold. */
const rounded = (value: number) => Number(value.toPrecision(3));
