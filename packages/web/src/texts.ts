import type { Gpu, Model } from '@archon/sizing/catalog-types';
import type { Outcome, Verdict } from '@archon/advice/outcome';
import { countedGpu, gib, tokens } from '@archon/advice/format';
import { requestGiB } from '@archon/advice/memory-segments';
import { heldRequests } from '@archon/advice/outcome';
import { gpuTitle } from '@archon/presets';
import { reportedGiB } from '@archon/sizing/gpus';

/** Each verdict by a sign and words: colour only repeats it. */
export const verdictSigns: Readonly<Record<Verdict, { readonly sign: string; readonly word: string }>> = {
  fits: { sign: '✓', word: 'Fits' },
  starts: { sign: '!', word: 'Starts, but' },
  uncertain: { sign: '?', word: 'Not certain' },
  unknown: { sign: '…', word: 'Unknown' },
  no: { sign: '✕', word: 'Does not fit' },
};

/** The short names of a list. */
export const verdictShort: Readonly<Record<Verdict, string>> = {
  fits: 'fits',
  starts: 'fewer users',
  uncertain: 'not certain',
  unknown: 'unknown',
  no: 'does not fit',
};

/** `RTX 4060 Ti 16GB` */
export const nameOf = (gpu: Gpu): string => (gpu.id === '' ? gpu.name : gpuTitle(gpu));

/** The title of an outcome, complete with its words: `Starts, but not for 5 users`. */
export function titleOf({ verdict, request }: Outcome): string {
  if (verdict !== 'starts') return verdictSigns[verdict].word;
  return request.users > 1 ? `Starts, but not for ${request.users} users` : 'Starts, with nearly nothing to spare';
}

/** The number that belongs to a verdict. */
export function figureOf({ verdict, answer, request }: Outcome): string {
  const { marginGiB, kvCacheGiBHigh, kvCacheGiB } = answer;
  const needed = requestGiB(answer);
  if (verdict === 'starts' && request.users > 1)
    return `holds ${floor(heldRequests(answer))} of ${request.users} whole requests`;
  if (verdict === 'fits' || verdict === 'starts') return `${gib(marginGiB ?? 0)} GiB to spare at the least`;
  if (marginGiB === null || needed === undefined || kvCacheGiBHigh === null || kvCacheGiB === null)
    return verdict === 'no' ? 'memory is not the reason' : 'the memory is not counted';
  if (verdict === 'no' && kvCacheGiBHigh >= needed)
    return `memory is not the reason: ${signed(kvCacheGiB - needed)} GiB`;
  if (verdict === 'no') return `${gib(needed - kvCacheGiB)} GiB missing`;
  return `between ${signed(marginGiB)} and ${signed(kvCacheGiBHigh - needed)} GiB to spare`;
}

const floor = (count: number): string => (Math.floor(count * 100) / 100).toFixed(2);
const signed = (figure: number): string => `${figure < 0 ? '−' : '+'}${gib(Math.abs(figure))}`;

/** What was planned: the model on the GPU with a context. */
export function subjectOf({ request, answer }: Outcome): string {
  const where = countedGpu(nameOf(request.gpu), request.gpuCount);
  const context = answer.contextTokens === null ? '' : `, ${tokens(answer.contextTokens)} tokens of context`;
  return `${shortModel(request.model)} on ${where}${context}`;
}

/** The id without its organisation. */
export const shortModel = ({ id }: Pick<Model, 'id'>): string => id.split('/').at(-1)!;

/** `GPTQ, 4 bits · 9.3 GiB · apache-2.0` */
export function aboutModel({ quantization, weights, licence, codeModel, pooling }: Model): string {
  return [
    quantization ? `${quantization.method}, ${quantization.bits} bits` : '16 bits',
    ...(weights ? [`${(weights.bytes / 2 ** 30).toFixed(1)} GiB`] : []),
    ...(codeModel ? ['for code'] : pooling ? ['embeds or ranks'] : []),
    licence ?? 'licence unknown',
  ].join(' · ');
}

/** `16 GB · desktop · compute capability 8.9` */
export function aboutGpu(gpu: Gpu): string {
  const memory = gpu.memory.marketingGiB ?? reportedGiB(gpu);
  return [
    memory === undefined ? 'memory unknown' : `${Math.round(memory)} GB`,
    gpu.kind === 'datacenter' ? 'data centre' : gpu.kind,
    ...(gpu.computeCapability === undefined ? [] : [`compute capability ${gpu.computeCapability}`]),
  ].join(' · ');
}

/** One sentence for a screen reader. */
export const spoken = (outcome: Outcome): string =>
  `${titleOf(outcome)}: ${figureOf(outcome)}. ${subjectOf(outcome)}. ${outcome.reasons[0] ?? ''}`;
