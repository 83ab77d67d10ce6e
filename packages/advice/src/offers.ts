import type { Gpu, Model } from '@archon/sizing/catalog-types';
import { cudaGiB } from '@archon/sizing/cuda-total';
import { gpus } from '@archon/sizing/gpus';
import type { Suggestion } from '@archon/sizing/types';
import { requestOf, type Choices, type EngineChoices } from './choices.ts';
import { selectOptions } from './choose-values.ts';
import { andList, countedGpu, tokens } from './format.ts';
import { encodeChoices } from './link.ts';
import { heldRequests, spareGiB, type Outcome } from './outcome.ts';

/** Other choices with which it fits: they have been planned. */
export interface Offer {
  readonly text: string;
  readonly choices: Choices;
  /** Tokens of a request. */
  readonly context: number;
  /** By the pessimistic bound. */
  readonly marginGiB: number;
}

interface Candidate {
  readonly text: string | ((context: number) => string);
  readonly choices: Choices;
}

/** What may be chosen instead, smaller changes first; each fits. */
export function offersFor(choices: Choices, outcome: Outcome): Offer[] {
  if (outcome.verdict === 'fits') return [];
  const offers: Offer[] = [];
  for (const candidate of candidatesFor(choices, outcome)) {
    const offer = planned(candidate, outcome.request.model);
    const { gpuCount } = candidate.choices;
    const more = gpuCount > choices.gpuCount && offers.some((other) => other.choices.gpuCount > choices.gpuCount);
    if (offer && !more && !offers.some((other) => isSame(other, offer))) offers.push(offer);
  }
  return offers;
}

/** Whether two offers come to the same server, whatever is left to the planner in one of them. */
function isSame(one: Offer, other: Offer): boolean {
  const { context: _, ...same } = one.choices;
  const { context: __, ...wanted } = other.choices;
  return encodeChoices(same) === encodeChoices(wanted) && one.context === other.context;
}

function planned({ text, choices }: Candidate, read: Model): Offer | undefined {
  const request = requestOf(choices, read);
  const selected = request && selectOptions(request.model, request);
  if (!selected) return undefined;
  const context = selected.options.maxModelLen;
  return {
    text: typeof text === 'string' ? text : text(context),
    choices,
    context,
    marginGiB: spareGiB(selected, request),
  };
}

function candidatesFor(choices: Choices, outcome: Outcome): Candidate[] {
  const { answer, request, verdict } = outcome;
  const { engine, context, release, gpu, ...others } = choices;
  const withoutContext = without(choices, 'context');
  const served = Math.min(heldRequests(answer), engine.maxNumSeqs ?? Infinity);
  const fewer = verdict === 'starts' && choices.users > 1 ? Math.max(1, Math.floor(served)) : undefined;
  const set = Object.keys(engine);
  return [
    ...(fewer === undefined || fewer >= choices.users
      ? []
      : [
          {
            text: fewer === 1 ? 'Plan for 1 user.' : `Plan for ${fewer} users.`,
            choices: { ...choices, users: fewer },
          },
        ]),
    ...(context === undefined
      ? []
      : [{ text: (longest: number) => `Use a context of ${tokens(longest)} tokens.`, choices: withoutContext }]),
    ...(context !== undefined && context <= 2048
      ? []
      : [{ text: `Use a context of ${tokens(2048)} tokens.`, choices: { ...choices, context: 2048 } }]),
    ...(set.length === 0
      ? []
      : [
          {
            text: `Let the planner choose ${andList(set.map((key) => names[key as keyof EngineChoices]))}.`,
            choices: { ...choices, engine: {} },
          },
        ]),
    ...(release === undefined
      ? []
      : [{ text: 'Use the newest vLLM that runs on this GPU.', choices: without(choices, 'release') }]),
    ...answer.suggestions.flatMap((suggestion) => ofPlanner(suggestion, choices)),
    ...(verdict === 'starts' ? largerGpu(choices, request.model) : []),
    ...[2, 4, 8]
      .filter((count) => count > choices.gpuCount && (gpu !== undefined || others.totalGiB !== undefined))
      .map((gpuCount) => ({
        text: `Use ${countedGpu(request.gpu.name, gpuCount)}.`,
        choices: { ...choices, gpuCount },
      })),
  ];
}

/** The smallest larger GPU of the same kind that has room for all users. */
function largerGpu(choices: Choices, model: Model): Candidate[] {
  const own = gpus.find(({ id }) => id === choices.gpu);
  if (!own) return [];
  const memory = (gpu: Gpu): number => cudaGiB(gpu)?.likely ?? 0;
  const larger = gpus
    .filter((gpu) => gpu.kind === own.kind && !gpu.memory.unified && memory(gpu) > memory(own))
    .toSorted((a, b) => memory(a) - memory(b));
  const fitting = larger.find(({ id }) => planned({ text: '', choices: { ...choices, gpu: id } }, model));
  return fitting
    ? [{ text: `Use ${countedGpu(fitting.name, choices.gpuCount)}.`, choices: { ...choices, gpu: fitting.id } }]
    : [];
}

const names: Readonly<Record<keyof EngineChoices, string>> = {
  kvCacheDtype: 'the type of the KV cache',
  maxNumSeqs: 'the sequences',
  gpuMemoryUtilization: 'the utilization',
  enforceEager: 'CUDA graphs',
};

/** A suggestion of the planner as choices; none for options that nobody chooses here. */
function ofPlanner({ text, change }: Suggestion, choices: Choices): Candidate[] {
  const { gpu, model, options = {} } = change;
  const { maxModelLen, ...engine } = options as EngineChoices & { maxModelLen?: number };
  if (Object.keys(engine).some((key) => !(key in names))) return [];
  const named = gpus.find(({ id }) => id === gpu);
  const onOther = named ? without(without(choices, 'totalGiB'), 'computeCapability') : choices;
  const begun = model === undefined ? onOther : without(onOther, 'revision');
  return [
    {
      text: named ? `Use ${countedGpu(named.name, choices.gpuCount)}.` : text,
      choices: {
        ...begun,
        ...(gpu !== undefined && { gpu }),
        ...(model !== undefined && { model }),
        ...(maxModelLen !== undefined && { context: maxModelLen }),
        engine: { ...choices.engine, ...engine },
      },
    },
  ];
}

function without<K extends keyof Choices>(choices: Choices, key: K): Choices {
  const { [key]: _, ...rest } = choices;
  return rest as Choices;
}
