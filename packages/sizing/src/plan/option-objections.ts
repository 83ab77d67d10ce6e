import { findFlag, findFlagOfKey } from '../flags.ts';
import type { Objection } from './objection.ts';
import { uncountedOption } from './counted-options.ts';
import { uncountedProcessorKeys } from './image-settings.ts';
import { graphSettings } from './graph-settings.ts';
import { hfOverridesOf } from './hf-overrides.ts';
import type { ModelSpec } from './model-spec.ts';
import type { Resolved } from './resolve-question.ts';
import { speculativeOf } from './speculative.ts';

/** Options that the release does not know, that do not go with the GPUs, or that are not counted. */
export function optionObjections({ options, entry, gpuCount, model }: Resolved): Objection[] {
  const found: Objection[] = [];
  for (const [key, value] of Object.entries(options)) {
    const uncounted = uncountedOption(key, value, options);
    if (uncounted !== undefined) found.push({ certain: false, text: uncounted });
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    const missing = entry && (key === 'O' ? levelProblem(value, entry.version) : missingFlag(key, entry.version));
    if (missing) found.push(missing);
  }
  for (const key of model.vision ? uncountedProcessorKeys(options) : [])
    found.push({
      certain: false,
      text: `mmProcessorKwargs.${key} may change the size of images; the planner does not count that.`,
    });
  for (const text of uncountedParts(options, model)) found.push({ certain: false, text });
  const { tensorParallelSize: tp, pipelineParallelSize: pp, dataParallelSize: dp } = options;
  const shards = (tp ?? 1) * (pp ?? 1) * (dp ?? 1);
  if (gpuCount !== undefined && shards > gpuCount)
    found.push({ certain: true, text: `${shards} shards need ${shards} GPUs, not ${gpuCount}.` });
  if ((dp ?? 1) > 1 && model.moe)
    found.push({ certain: false, text: 'Data parallel ranks share the experts; the planner does not count that.' });
  if (options.quantization && options.quantization !== model.method)
    found.push({
      certain: false,
      text: `quantization is ${options.quantization}, but the checkpoint is ${model.method ?? 'not quantized'}: the size after loading is not counted.`,
    });
  if (/^float(32)?$/.test(options.dtype ?? '') && model.weightBytes === undefined)
    found.push({
      certain: false,
      text: 'The type of the checkpoint is unknown: whether its weights grow in float32 is not counted.',
    });
  return found;
}

/** What is not counted of options that the planner otherwise reads. */
function uncountedParts(options: Resolved['options'], model: Resolved['model']): string[] {
  const draft = speculativeOf(options, model)?.uncounted;
  return [
    ...(draft === undefined ? [] : [draft]),
    ...graphSettings(options).uncounted,
    ...hfOverridesOf(options, model).uncounted,
    ...wholeContexts(options, model),
    ...(SPARSE_ATTENTION.has(model.architecture ?? '')
      ? [
          `${model.architecture} has caches next to its latent one (an indexer's, or compressed ones); they are not counted.`,
        ]
      : []),
  ];
}

/** models/deepseek_v2.py, DeepseekV32IndexerCache, and what V4 keeps: the layouts are not modelled. */
const SPARSE_ATTENTION = new Set(['DeepseekV32ForCausalLM', 'DeepseekV4ForCausalLM', 'GlmMoeDsaForCausalLM']);

/** What lets only one kind of layer into the cache does not go with recurrent layers. */
function wholeContexts(
  { disableHybridKvCacheManager, kvOffloadingSize, kvOffloadingBackend }: Resolved['options'],
  model: ModelSpec,
) {
  const grouped = model.recurrent !== undefined || model.sliding !== undefined;
  if (model.recurrent && disableHybridKvCacheManager === true)
    return ['disableHybridKvCacheManager does not go with recurrent layers: what vLLM then does is not counted.'];
  if (grouped && Number(kvOffloadingSize ?? 0) > 0 && kvOffloadingBackend === 'lmcache')
    return ['LMCache may keep whole contexts in every layer; the planner does not count that.'];
  return [];
}

/** -O is the level of optimization from 0.12; before, that of compilation, of which 1 and 2 capture no graphs. */
function levelProblem(value: unknown, version: string): Objection | undefined {
  const written = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const compilation = findFlag('-O', version)?.flag.name === 'compilation-config';
  if (!/^[0-3]$/.test(written) && !(compilation && written.startsWith('{')))
    return { certain: true, text: `vLLM ${version} does not know -O${written}. It knows 0, 1, 2, 3.` };
  if (!compilation || /^[03]$/.test(written)) return undefined;
  return { certain: false, text: `What vLLM ${version} takes with -O${written} is not counted.` };
}

function missingFlag(key: string, version: string): Objection | undefined {
  const found = findFlagOfKey(key, version);
  if (!found || found.availability.available) return undefined;
  return { certain: true, text: `vLLM ${version} has no --${found.flag.name}.` };
}
