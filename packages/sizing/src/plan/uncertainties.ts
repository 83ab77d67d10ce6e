import { seesImages } from './encoder.ts';
import type { PlanContext } from './plan-context.ts';
import { versionNumber } from './versions.ts';

/** What is known worse than the calibration tells, in GiB of the cache. */
export interface Uncertainty {
  readonly below: number;
  readonly above: number;
  readonly text: string;
}

const OLD = versionNumber('0.6.3');
const GRAPHS = versionNumber('0.20.0');
const THIN = versionNumber('0.29.0');

/** Widths here are set by hand, from the single start-ups that the doc names: too few to fit them. */
const UNCERTAINTIES: readonly (Uncertainty & { readonly applies: (context: PlanContext) => boolean })[] = [
  {
    applies: ({ release }) => release < OLD,
    below: 1.5,
    above: 0.2,
    text: 'before 0.6.3, vLLM charged what PyTorch had reserved, fragments included',
  },
  {
    applies: ({ release }) => release >= THIN,
    below: 0.15,
    above: 0.1,
    text: 'few start-ups of vLLM 0.29 and later were published',
  },
  {
    applies: (context) => seesImages(context) && context.model.tower === undefined,
    below: 0.4,
    above: 0.1,
    text: 'the image encoder is unknown, and counted as one of the usual size',
  },
  {
    // seven start-ups that nothing was fitted on: -0.5 to +0.2 GiB (N005, N021, N031, N070, N074, N076, N079)
    applies: ({ model }) => model.recurrent?.kind === 'gated-delta-net',
    below: 0.45,
    above: 0.5,
    text: 'recurrent layers: the estimate of their graphs grows with the batch in some releases (vLLM #50780, #52872)',
  },
  {
    applies: ({ model }) => model.recurrent !== undefined && model.recurrent.kind !== 'gated-delta-net',
    below: 1.4,
    above: 0.4,
    text: 'Mamba layers: one log estimated their graphs at 2.4 GiB, and they took 0.03',
  },
  {
    applies: ({ model }) => model.perLayerInput !== undefined,
    below: 0.6,
    above: 0.2,
    text: 'what the embeddings per layer take in the profile run is not counted',
  },
  {
    applies: ({ model, release }) => model.mla !== undefined && release >= GRAPHS,
    below: 0.5,
    above: 0.3,
    text: 'latent attention was only measured on vLLM 0.19',
  },
  {
    applies: ({ model }) => model.audio === true,
    below: 1.5,
    above: 0.3,
    text: 'how much the encoder for sound takes is not counted',
  },
  {
    applies: ({ model }) => model.crossTokens !== undefined,
    below: 1,
    above: 0.5,
    text: 'no start-up of a model with cross-attention was published',
  },
  {
    applies: ({ model }) => model.pooling === true && model.encoderOnly !== true,
    below: 0.3,
    above: 1.5,
    text: 'it embeds or ranks: the sampler is counted, and vLLM does not run it',
  },
  {
    applies: ({ gpu }) => gpu.windows,
    below: 0.75,
    above: 0.1,
    text: 'on Windows and WSL, what other programs take while the server starts counts too',
  },
  {
    applies: ({ gpu }) => gpu.unified,
    below: 0.5,
    above: 0.3,
    text: 'memory is shared with the CPU: what the system holds is only known from few start-ups',
  },
  {
    applies: ({ model }) => model.intermediate === 0 && model.moe === undefined,
    below: 0.5,
    above: 0.05,
    text: 'without intermediateSize the peak of a layer is not counted',
  },
  {
    applies: ({ gpu }) => Number.isNaN(gpu.capability),
    below: 0.5,
    above: 0.2,
    text: 'compute capability unknown',
  },
];

export function uncertaintiesOf(context: PlanContext): readonly Uncertainty[] {
  return UNCERTAINTIES.filter(({ applies }) => applies(context));
}
