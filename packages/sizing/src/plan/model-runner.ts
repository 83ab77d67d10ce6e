import { jsonOption } from './json-option.ts';
import type { ModelSpec } from './model-spec.ts';
import type { NumericOptions } from './numeric-options.ts';
import { speculativeOf } from './speculative.ts';
import { versionNumber } from './versions.ts';

const v = versionNumber;

/**
 * Default architectures of the second model runner (config/vllm.py, DEFAULT_V2_MODEL_RUNNER_ARCHITECTURES): the first
 * list in 0.22 and the second in 0.23, unless quantized; second and third in 0.24; third and all dense ones from 0.25.
 */
const FIRST = ['Qwen3ForCausalLM'];
const DENSE = [...FIRST, 'LlamaForCausalLM', 'MistralForCausalLM'];
const SPARSE = ['DeepseekV2ForCausalLM', 'Qwen2MoeForCausalLM', 'GraniteMoeForCausalLM'];
/** Sparse ones that came later, with the release. */
const LATER: readonly (readonly [architecture: string, since: number])[] = [
  ['LongcatFlashNgramForCausalLM', v('0.26.0')],
  ['DeepseekV4ForCausalLM', v('0.28.0')],
  ['KimiK3ForConditionalGeneration', v('0.28.0')],
];

const [ANY, THREE, LIST, ALL_DENSE, ALL] = ['0.22.1', '0.23.0', '0.24.0', '0.25.0', '0.29.0'].map(v) as [
  number,
  number,
  number,
  number,
  number,
];

const EAGLE3_STAGES = v('0.30.0');
const ALL_STATES = v('0.32.0');

/** Whether the second model runner is used (config/vllm.py, use_v2_model_runner); undefined: the question does not tell. */
export function usesSecondRunner(release: number, model: ModelSpec, options: NumericOptions): boolean | undefined {
  if (release < ANY) return false;
  const method = speculativeOf(options, model)?.method;
  // it alone runs dspark
  if (method === 'dspark' && release >= ALL_DENSE) return true;
  const byDefault = isDefault(release, model);
  return byDefault === false || lacksSupport(release, model, options, method) ? false : byDefault;
}

/** _is_default_v2_model_runner_model */
function isDefault(release: number, { architecture, moe, recurrent, quantized, globalAttention }: ModelSpec) {
  if (release >= ALL) return true;
  if (release < LIST) {
    if (moe || recurrent || quantized) return false;
    if (architecture === undefined) return undefined;
    return (release < THREE ? FIRST : DENSE).includes(architecture);
  }
  const listed = architecture !== undefined && sparse(release).includes(architecture);
  if (release < ALL_DENSE) {
    if (architecture === undefined) return recurrent ? false : undefined;
    return listed || DENSE.includes(architecture);
  }
  if (recurrent) return listed;
  // Gemma 4 of 0.26 deducted its graphs, as only the first runner does (N029); what in its configuration decides was not found
  if (globalAttention) return false;
  if (!moe) return true;
  return architecture === undefined ? undefined : listed;
}

const sparse = (release: number): readonly string[] => [
  ...SPARSE,
  ...LATER.filter(([, since]) => release >= since).map(([architecture]) => architecture),
];

/** Methods that the second runner drafts by, by release. */
const DRAFTS: readonly (readonly [method: string, since: number])[] = [
  ['eagle', v('0.22.1')],
  ['eagle3', v('0.22.1')],
  ['mtp', v('0.22.1')],
  ['dflash', v('0.24.0')],
  ['dspark', v('0.25.0')],
  ['draft_model', v('0.31.0')],
  ['ngram', v('0.32.0')],
  ['ngram_gpu', v('0.32.0')],
  ['medusa', v('0.33.0')],
];

/** Options that the second runner cannot do, up to and without a release (_get_v2_model_runner_unsupported_features). */
const UNSUPPORTED: readonly (readonly [until: number, has: (options: NumericOptions) => boolean])[] = [
  [v('0.26.0'), ({ logprobsMode }) => logprobsMode === 'raw_logits' || logprobsMode === 'processed_logits'],
  [v('0.28.0'), ({ enableReturnRoutedExperts }) => enableReturnRoutedExperts === true],
  [v('0.28.0'), ({ ecTransferConfig }) => isSet(ecTransferConfig)],
  [v('0.28.0'), ({ prefillContextParallelSize }) => Number(prefillContextParallelSize ?? 1) > 1],
  [v('0.29.0'), ({ enablePromptEmbeds }) => enablePromptEmbeds === true],
  [v('0.30.0'), ({ enableDbo }) => enableDbo === true],
  [v('0.30.0'), ({ kvSharingFastPrefill }) => kvSharingFastPrefill === true],
  [v('0.31.0'), ({ logitsProcessors }) => isSet(logitsProcessors)],
  [v('0.32.0'), ({ enableElasticEp }) => enableElasticEp === true],
  [
    v('0.32.0'),
    ({ compilationConfig }) => /^(1|stock_torch_compile)$/i.test(String(jsonOption(compilationConfig)?.['mode'])),
  ],
];

function lacksSupport(
  release: number,
  { recurrent }: ModelSpec,
  options: NumericOptions,
  method: string | undefined,
): boolean {
  if (method !== undefined && !DRAFTS.some(([name, since]) => name === method && release >= since)) return true;
  if (method === 'eagle3' && (options.pipelineParallelSize ?? 1) > 1 && release < EAGLE3_STAGES) return true;
  if (recurrent && options['mambaCacheMode'] === 'all' && release < ALL_STATES) return true;
  return UNSUPPORTED.some(([until, has]) => release < until && has(options));
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
