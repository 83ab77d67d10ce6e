import { numberOf } from '@archon/values/number-text';
import { findFlag, flagOfKey } from '../flags.ts';
import { jsonOption } from './json-option.ts';
import type { QuestionOptions } from './types.ts';

/** Options whose problems are said in other words (resolve-question.ts). */
const SAID_ELSEWHERE = new Set(
  [
    'maxModelLen maxNumBatchedTokens kvCacheMemoryBytes gpuMemoryUtilization cpuOffloadGb maxNumSeqs maxLoras maxLoraRank',
    'tensorParallelSize pipelineParallelSize dataParallelSize blockSize speculativeConfig',
  ].flatMap((line) => line.split(' ')),
);

/** What vLLM's parser would not read: every option has the type of its flag, whether it is counted or not. */
export function typeProblems(options: QuestionOptions): string[] {
  const problems = Object.entries(options).flatMap(([key, value]) => {
    if (value === undefined || value === null || value === '' || SAID_ELSEWHERE.has(key)) return [];
    const wanted = wrongType(key, value);
    return wanted === undefined ? [] : [`options.${key} must be ${wanted}, not ${JSON.stringify(value)}.`];
  });
  return [...problems, ...imageProblems(options)];
}

const types = new Map<string, string | undefined>();

function typeOf(key: string): string | undefined {
  if (!types.has(key)) types.set(key, findFlag(flagOfKey(key))?.flag.type);
  return types.get(key);
}

/** What the value must be; undefined: it is. */
function wrongType(key: string, value: unknown): string | undefined {
  switch (typeOf(key)) {
    case 'int':
      return Number.isInteger(numeric(value)) ? undefined : 'an integer';
    case 'float':
      return numeric(value) === undefined ? 'a number' : undefined;
    case 'bool':
      return typeof value === 'boolean' || /^(true|false)$/i.test(String(value)) ? undefined : 'true or false';
    case 'json':
      return isJson(key, value) ? undefined : 'a JSON object';
    case 'list':
      return key !== 'cudagraphCaptureSizes' || isSizes(value) ? undefined : 'a list of positive integers';
    default:
      return undefined;
  }
}

function numeric(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' ? numberOf(value) : undefined;
}

/** Older releases take a level for a compilation config (-O3), and image=2,video=1 for limits. */
function isJson(key: string, value: unknown): boolean {
  if (Array.isArray(value) || jsonOption(value)) return true;
  if (typeof value === 'string' && /^\s*\[/.test(value)) return true;
  if (key === 'compilationConfig') return /^[0-3]$/.test(String(value));
  return key === 'limitMmPerPrompt' && /^\w+=\d+(,\w+=\d+)*$/.test(String(value));
}

function isSizes(value: unknown): boolean {
  const list = Array.isArray(value) ? value : String(value).split(/[\s,]+/);
  return list.every((size) => Number.isInteger(Number(size)) && Number(size) > 0);
}

/** A modality has a count, or an object with one and the size of what is profiled. */
function imageProblems({ limitMmPerPrompt }: QuestionOptions): string[] {
  return Object.entries(jsonOption(limitMmPerPrompt) ?? {}).flatMap(([modality, limit]) => {
    const count = typeof limit === 'object' && limit !== null ? ((limit as { count?: unknown }).count ?? 0) : limit;
    if (Number.isInteger(Number(count)) && Number(count) >= 0 && count !== '') return [];
    return [`options.limitMmPerPrompt.${modality} must be a count, not ${JSON.stringify(limit)}.`];
  });
}
