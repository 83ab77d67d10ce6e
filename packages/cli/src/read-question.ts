import { findFlag, flagOfKey } from '@archon/sizing/flags';
import type { Question } from '@archon/sizing/types';
import { nearest } from '@archon/values/nearest';

type Kind = 'text' | 'number' | 'true or false' | 'an object' | 'any';
type Shape = Readonly<Record<string, readonly Kind[]>>;

const top: Shape = {
  gpu: ['text', 'an object'],
  gpuCount: ['number'],
  model: ['text', 'an object'],
  release: ['text'],
  usedGiB: ['number'],
  warm: ['true or false'],
  options: ['an object'],
};
const gpu: Shape = { totalGiB: ['number'], computeCapability: ['text'] };
const model: Shape = {
  id: ['text'],
  weightsGiB: ['number'],
  numHiddenLayers: ['number'],
  numKeyValueHeads: ['number'],
  headDim: ['number'],
  hiddenSize: ['number'],
  intermediateSize: ['number'],
  vocabSize: ['number'],
  numAttentionHeads: ['number'],
  maxPositionEmbeddings: ['number'],
  architecture: ['text'],
  dtype: ['text'],
  quantization: ['text', 'an object'],
  moe: ['an object'],
  mla: ['an object'],
  slidingWindow: ['an object'],
  globalAttention: ['an object'],
  linearAttention: ['an object'],
  vision: ['true or false'],
  visionTower: ['an object'],
};
/** Options that the planner calculates with; of others it only checks that the release has the flag. */
const options: Shape = {
  maxModelLen: ['number', 'text'],
  gpuMemoryUtilization: ['number'],
  maxNumSeqs: ['number'],
  maxNumBatchedTokens: ['number', 'text'],
  tensorParallelSize: ['number'],
  pipelineParallelSize: ['number'],
  kvCacheDtype: ['text'],
  dtype: ['text'],
  quantization: ['text'],
  enforceEager: ['true or false'],
  kvCacheMemoryBytes: ['number', 'text'],
  enableLora: ['true or false'],
  maxLoras: ['number'],
  maxLoraRank: ['number'],
  blockSize: ['number'],
  cpuOffloadGb: ['number'],
  languageModelOnly: ['true or false'],
  extraArgs: ['any'],
};

/** A line of a batch: a valid question, or its problems. */
export function readQuestion(line: string): { question: Question } | { problem: string } {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch (error) {
    return { problem: `The line is not JSON: ${(error as Error).message}.` };
  }
  const problem = problemIn(read);
  return problem === undefined ? { question: read as Question } : { problem };
}

function problemIn(read: unknown): string | undefined {
  if (!isObject(read)) return 'A question is a JSON object with a gpu and a model.';
  for (const key of ['gpu', 'model']) if (read[key] === undefined || read[key] === null) return `${key} is missing.`;
  return (
    wrongShape('', read, top) ??
    (isObject(read.gpu) ? wrongShape('gpu.', read.gpu, gpu) : undefined) ??
    (isObject(read.model) && !('geometry' in read.model) ? wrongModel(read.model) : undefined) ??
    (isObject(read.options) ? wrongOptions(read.options) : undefined)
  );
}

/** Problems of keys with a wrong type, or with a similar name. Other keys belong to the user, such as an id. */
function wrongShape(prefix: string, value: Record<string, unknown>, shape: Shape): string | undefined {
  for (const [key, child] of Object.entries(value)) {
    const kinds = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (!kinds) {
      const near = nearest(key, Object.keys(shape));
      if (near !== undefined) return `Unknown key ${prefix}${key}: did you mean ${near}?`;
    } else if (child !== null && !kinds.some((kind) => isOf(kind, child)))
      return `${prefix}${key} must be ${kinds.join(' or ')}.`;
  }
  return undefined;
}

function wrongModel(value: Record<string, unknown>): string | undefined {
  const wrong = wrongShape('model.', value, model);
  if (wrong !== undefined) return wrong;
  for (const [key, child] of Object.entries(value)) {
    if (!isObject(child) || !Object.hasOwn(model, key)) continue;
    const kind =
      key === 'quantization'
        ? undefined
        : Object.keys(child).find(
            (name) => !['sharedKeyValue', 'kind'].includes(name) && typeof child[name] !== 'number',
          );
    if (kind !== undefined) return `model.${key}.${kind} must be number.`;
  }
  return undefined;
}

const unknownOptions = new Map<string, string | undefined>();

function wrongOptions(value: Record<string, unknown>): string | undefined {
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(options, key)) continue;
    if (!unknownOptions.has(key)) unknownOptions.set(key, unknownOption(key));
    const problem = unknownOptions.get(key);
    if (problem !== undefined) return problem;
  }
  return wrongShape(
    'options.',
    Object.fromEntries(Object.entries(value).filter(([key]) => Object.hasOwn(options, key))),
    options,
  );
}

function unknownOption(key: string): string | undefined {
  if (/^[a-z][A-Za-z0-9]*$/.test(key) && findFlag(flagOfKey(key))) return undefined;
  const near = nearest(key, Object.keys(options));
  return `vLLM has no option ${key}${near === undefined ? '.' : `: did you mean ${near}?`}`;
}

function isOf(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'true or false':
      return typeof value === 'boolean';
    case 'an object':
      return isObject(value);
    case 'any':
      return true;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
