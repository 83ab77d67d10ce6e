import { countedGpu, gib, tokens } from './format.ts';
import { fewSequences, requestedRelease, tooFewSequences } from './choose-values.ts';
import { requestGiB } from './memory-segments.ts';
import { heldRequests, type Outcome } from './outcome.ts';
import { withUser } from './user-entries.ts';
import { originOf, presetEntry, type FileSource } from './values-file.ts';
import { entriesOf, notesOf, valuesText, wrap, type Entry } from './values-text.ts';

/** What may happen with values that the planner does not say to start, in a sentence; undefined: it says so. */
export function riskOf({ verdict, request, options, answer }: Outcome): string | undefined {
  const { users } = request;
  const needed = requestGiB(answer);
  switch (verdict) {
    case 'fits':
      return undefined;
    case 'starts':
      if (tooFewSequences(users, options)) return fewSequences(users, options);
      if (users === 1) return 'vLLM starts with nearly nothing to spare: a later driver or release may take that.';
      return `vLLM starts, and holds ${heldRequests(answer).toFixed(2)} of ${users} whole requests for certain: the others wait.`;
    case 'uncertain':
      return `vLLM may not start: one request needs ${gib(needed ?? 0)} GiB of KV cache, and between ${gib(answer.kvCacheGiBLow ?? 0)} and ${gib(answer.kvCacheGiBHigh ?? 0)} GiB are left for it. If it is too little, the pod ends with an error and starts again, over and over.`;
    case 'unknown':
      return 'vLLM may not start: a figure is missing, so the planner cannot say it. If the memory is too little, the pod ends with an error and starts again, over and over.';
    case 'no':
      return 'vLLM does not start with these values by what the planner knows: the pod ends with an error and starts again, over and over. gpu.product is left out, because with it the chart refuses the values.';
  }
}

/** The values of an outcome that does not fit for certain, with the risk in words; undefined: what they need is not counted. */
export function riskyFile(outcome: Outcome, source: FileSource): string | undefined {
  const { user = {}, read } = source;
  const { verdict, request, options, answer, reasons } = outcome;
  const { model, gpu, gpuCount } = request;
  const risk = riskOf(outcome);
  const { maxModelLen } = options;
  if (risk === undefined || !answer.parts || !model.weights || typeof maxModelLen !== 'number') return undefined;
  const release = requestedRelease(request);
  const selection = { model, release, options: { ...options, maxModelLen }, answer };
  const lines = [`NOT CERTAIN TO START, and taken all the same. ${risk}`, ...reasons];
  const header = [
    `${model.id} on ${countedGpu(gpu.name, gpuCount)}: ${tokens(maxModelLen)} tokens of context, with vLLM ${release.version}.`,
    ...lines.flatMap((line) => wrap(line, 98)),
    ...originOf(source),
  ];
  const entries = entriesOf(selection, request, read?.revision)
    .filter(({ path }) => verdict !== 'no' || path.join('.') !== 'gpu.product')
    .map(({ path, value, why }): Entry => {
      // what it says of the memory is not so here
      const counted = path.join('.') === 'engine.maxModelLen';
      return { path, value, ...(!counted && why !== undefined && { why }) };
    });
  return valuesText(header, withUser([presetEntry(undefined), ...entries], user), notesOf(selection));
}
