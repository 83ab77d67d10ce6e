import { unknownChoice, unknownChoices } from '../choices.ts';
import type { Release } from '../catalog-types.ts';
import { findFlagOfKey } from '../flags.ts';
import type { Objection } from './objection.ts';
import { thousands } from './figures.ts';
import type { NumericOptions } from './numeric-options.ts';
import type { PlanContext } from './plan-context.ts';
import { FITS_ITSELF } from './settings.ts';
import { speculativeProblems } from './speculative.ts';
import { versionNumber } from './versions.ts';

/** What vLLM refuses at start by the options alone: config/scheduler.py, lora.py, parallel.py, speculative.py and its parser. */
export function startObjections({ settings }: PlanContext, options: NumericOptions, entry?: Release): Objection[] {
  const found: string[] = [];
  const { maxNumBatchedTokens: tokens, maxNumSeqs: sequences } = options;
  const { contextTokens = 0, tensorParallel: tp } = settings;
  if (tokens && sequences && tokens < sequences)
    found.push(`maxNumBatchedTokens (${thousands(tokens)}) is less than maxNumSeqs (${thousands(sequences)}).`);
  if (tokens && options['enableChunkedPrefill'] === false && tokens < contextTokens)
    found.push(
      `Without chunked prefill, maxNumBatchedTokens (${thousands(tokens)}) must not be less than the context (${thousands(contextTokens)}).`,
    );
  if (options.maxModelLen === -1 && versionNumber(entry?.version ?? '') < FITS_ITSELF)
    found.push('maxModelLen auto (or -1) is known from vLLM 0.14 on.');
  const threshold = Number(options['longPrefillTokenThreshold'] ?? 0);
  if (contextTokens > 0 && threshold > contextTokens)
    found.push(`longPrefillTokenThreshold (${thousands(threshold)}) is more than the context.`);
  if (options['enableEplb'] === true && options['enableExpertParallel'] !== true)
    found.push('enableEplb needs enableExpertParallel.');
  const hostLoras = Number(options['maxCpuLoras'] ?? Infinity);
  if (options.enableLora === true && hostLoras < (options.maxLoras ?? 1))
    found.push('maxCpuLoras is less than maxLoras.');
  if (options['enableAutoToolChoice'] === true && !options['toolCallParser'])
    found.push('enableAutoToolChoice needs toolCallParser.');
  const decode = Number(options['decodeContextParallelSize'] ?? 1);
  if (tp % decode !== 0)
    found.push(`tensorParallelSize ${tp} cannot be divided by decodeContextParallelSize ${decode}.`);
  return [...found, ...speculativeProblems(options), ...(entry ? choiceProblems(options, entry) : [])].map((text) => ({
    certain: true,
    text,
  }));
}

/** Options with checks of their own, which say more. */
const CHECKED = new Set(['kvCacheDtype', 'quantization', 'dtype']);
/** Options that a plugin adds choices to. */
const PLUGINS: Readonly<Record<string, string>> = {
  toolCallParser: 'toolParserPlugin',
  reasoningParser: 'reasoningParserPlugin',
};

function choiceProblems(options: NumericOptions, { version, toolCallParsers, reasoningParsers }: Release): string[] {
  const parsers: Readonly<Record<string, readonly string[] | undefined>> = {
    toolCallParser: toolCallParsers,
    reasoningParser: reasoningParsers,
  };
  return Object.entries(options).flatMap(([key, value]) => {
    if (CHECKED.has(key) || (typeof value !== 'string' && typeof value !== 'number')) return [];
    if (options[PLUGINS[key] ?? ''] !== undefined) return [];
    const known = parsers[key];
    if (known) return known.includes(String(value)) ? [] : [`${key}: ${unknownChoice(String(value), known, version)}`];
    const flag = findFlagOfKey(key, version);
    return flag ? unknownChoices(key, flag, [String(value)], version) : [];
  });
}
