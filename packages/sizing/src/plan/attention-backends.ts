import type { Objection } from './compatibility.ts';
import type { ModelSpec } from './model-spec.ts';
import { versionNumber } from './versions.ts';

/** What the choice of a backend depends on. */
export interface AttentionNeeds {
  /** NaN: unknown. */
  readonly capability: number;
  /** Number of the release; NaN: unknown. */
  readonly release: number;
  readonly model: ModelSpec;
  /** Value of --kv-cache-dtype. */
  readonly kvDtype: string;
  /** Bytes per element of keys and values while they are computed. */
  readonly typeBytes: number;
  /** Images are turned off: their tokens do not see each other. */
  readonly textOnly: boolean;
  /** Value of --attention-backend. */
  readonly named?: string;
}

/** Why a backend cannot serve it; undefined: it can, or that was not read. */
type Check = (needs: AttentionNeeds) => string | undefined;

/** Releases from which each backend checks for itself (platforms/cuda.py, get_valid_backends). */
const CHECKED = versionNumber('0.11.2');
/** First release with attention sinks, and the one in which image tokens that see each other decide on the backend. */
const SINKS = versionNumber('0.10.1');
const PREFIX = versionNumber('0.13.0');
/** FlashInfer no longer on Turing, and heads of 512. */
const FLASHINFER_AMPERE = versionNumber('0.24.0');
const FLASHINFER_512 = versionNumber('0.22.1');
/** FlashAttention 4, for wider heads and prefixes, on Hopper and B GPUs. */
const FLASH_ATTENTION_4 = versionNumber('0.20.0');
/** TRITON_MLA reads fp8. */
const TRITON_MLA_FP8 = versionNumber('0.18.0');

const isQuantized = (kvDtype: string): boolean => !/^(auto|half|float16|bfloat16|float32)$/.test(kvDtype);
const isPlainFp8 = (kvDtype: string): boolean => /^fp8(_e4m3|_e5m2)?$/.test(kvDtype);
const isPerTokenHead = (kvDtype: string): boolean => kvDtype.endsWith('_per_token_head');

/** Learned sinks of attention, as in gpt-oss. */
const hasSinks = ({ architecture }: ModelSpec): boolean => architecture === 'GptOssForCausalLM';

/** Tokens of an image see each other, as in Gemma 3 (config/model.py, is_mm_prefix_lm). */
const seesPrefix = ({ model, release, textOnly }: AttentionNeeds): boolean =>
  !textOnly && !(release < PREFIX) && model.architecture === 'Gemma3ForConditionalGeneration';

const headWidths = ({ headDim, globalAttention }: ModelSpec): number[] => [
  headDim,
  globalAttention?.headDim ?? headDim,
];

/** v1/attention/backends: flash_attn.py, flashinfer.py, triton_attn.py, flex_attention.py. */
const BACKENDS: Readonly<Record<string, Check>> = {
  FLASH_ATTN: (needs) => {
    const { capability, release, kvDtype, model, typeBytes } = needs;
    if (capability < 800) return 'needs compute capability 8.0';
    if (typeBytes === 4) return 'does not run in float32';
    if (isPerTokenHead(kvDtype) || kvDtype.startsWith('nvfp4')) return `has no ${kvDtype}`;
    if (isQuantized(kvDtype) && (capability < 900 || capability >= 1100)) return 'has fp8 on Hopper and B GPUs alone';
    if (hasSinks(model) && capability < 900) return 'has sinks from compute capability 9.0 on';
    if (seesPrefix(needs) && (capability < 900 || release < FLASHINFER_AMPERE))
      return 'has no attention between the tokens of an image';
    if (Math.max(...headWidths(model)) > 256 && (capability < 900 || release < FLASH_ATTENTION_4))
      return 'has no heads wider than 256';
    return undefined;
  },
  FLASHINFER: (needs) => {
    const { capability, release, kvDtype, model, typeBytes } = needs;
    if (capability < (release < FLASHINFER_AMPERE ? 705 : 800)) return 'does not support this GPU';
    if (typeBytes === 4) return 'does not run in float32';
    if (isPerTokenHead(kvDtype)) return `has no ${kvDtype}`;
    if (hasSinks(model) && capability < 900) return 'has no sinks below compute capability 9.0';
    if (seesPrefix(needs)) return 'has no attention between the tokens of an image';
    const widths = release < FLASHINFER_512 ? [64, 128, 256] : [64, 128, 256, 512];
    const odd = headWidths(model).find((width) => !widths.includes(width));
    return odd === undefined ? undefined : `has no heads of ${odd}`;
  },
  TRITON_ATTN: ({ capability, kvDtype }) => {
    // fp8e4nv; from 0.24 an error that says so, before one of Triton's compiler
    if (kvDtype.startsWith('fp8') && capability < 809) return 'has fp8 from compute capability 8.9 on';
    return kvDtype.startsWith('nvfp4') ? `has no ${kvDtype}` : undefined;
  },
  FLEX_ATTENTION: ({ kvDtype, model }) => {
    if (isQuantized(kvDtype)) return `has no ${kvDtype}`;
    return hasSinks(model) ? 'has no sinks' : undefined;
  },
};

/** Backends that leave no other attention to it, and those for latents alone. */
const CHOSEN = ['FLASH_ATTN', 'FLASHINFER', 'TRITON_ATTN', 'FLEX_ATTENTION'] as const;
const isForLatents = (name: string): boolean => /MLA/.test(name);

/** Whether some backend of vLLM, or the named one, serves the model with this KV cache on the GPU. */
export function attentionObjections(needs: AttentionNeeds): Objection[] {
  const { model, release, capability, kvDtype, named } = needs;
  if (Number.isNaN(capability) || Number.isNaN(release)) return [];
  if (named && release >= CHECKED) return namedObjections(named, needs);
  if (model.mla) return latentObjections(needs);
  const checked = release >= CHECKED || (hasSinks(model) && release >= SINKS);
  if (!checked) return [];
  const refusals = CHOSEN.map((name) => ({ name, why: BACKENDS[name]!(needs) }));
  if (refusals.every(({ why }) => why !== undefined)) {
    const reasons = refusals.map(({ name, why }) => `${name} ${why}`).join(', ');
    return [{ certain: true, text: `No attention backend is left for a KV cache in ${kvDtype}: ${reasons}.` }];
  }
  const first = refusals.find(({ why }) => why === undefined)!.name;
  return first === 'TRITON_ATTN' ? sharedMemory(needs) : unseenFp8(needs, first);
}

function namedObjections(named: string, needs: AttentionNeeds): Objection[] {
  const name = named.toUpperCase();
  const { model } = needs;
  const no = (why: string): Objection[] => [{ certain: true, text: `The attention backend ${name} ${why}.` }];
  if (isForLatents(name) !== (model.mla !== undefined))
    return no(model.mla ? 'is not for latent attention' : 'is for latent attention alone');
  if (model.mla) return latentObjections(needs);
  const check = Object.hasOwn(BACKENDS, name) ? BACKENDS[name]! : undefined;
  if (!check)
    return [{ certain: false, text: `Whether the attention backend ${name} serves this model is not checked.` }];
  const why = check(needs);
  if (why !== undefined) return no(why);
  return name === 'TRITON_ATTN' ? sharedMemory(needs) : unseenFp8(needs, name);
}

/** mla/triton_mla.py is all that there is below Hopper and from 12.0 on. */
function latentObjections({ capability, kvDtype, release }: AttentionNeeds): Objection[] {
  const elsewhere = capability >= 900 && capability < 1100;
  if (isPerTokenHead(kvDtype)) return [{ certain: true, text: `Latent attention has no KV cache in ${kvDtype}.` }];
  if (elsewhere || !isPlainFp8(kvDtype)) return [];
  const why =
    release < TRITON_MLA_FP8
      ? 'and reads no fp8 before vLLM 0.18'
      : capability < 809
        ? 'and reads fp8 from compute capability 8.9 on'
        : undefined;
  if (why === undefined) return [];
  return [
    {
      certain: true,
      text: `On this GPU TRITON_MLA is the only backend for latent attention, ${why}: ${kvDtype} fails.`,
    },
  ];
}

/** Shared memory per block of Turing, in bytes. */
const TURING = 65_536;

/**
 * Triton keeps 16 rows of queries and 32 of keys and of values in shared memory (triton_unified_attention.py): heads of
 * 256 in 32 bit asked for 81,920 bytes on a T4 (vLLM #36802), heads of 512 in 16 bit for 98,304 (#57712).
 */
function sharedMemory({ capability, model, typeBytes }: AttentionNeeds): Objection[] {
  if (capability !== 705) return [];
  const width = Math.max(...headWidths(model));
  const bytes = (16 + 2 * 32) * width * typeBytes;
  if (bytes <= TURING) return [];
  return [
    {
      certain: true,
      text: `Heads of ${width} in ${8 * typeBytes} bit do not fit into the shared memory of Turing: attention fails with the first request.`,
    },
  ];
}

/** FlashInfer was seen to run fp8 on 8.6 (C168 to C175), and not below 8.0. */
function unseenFp8({ capability, kvDtype }: AttentionNeeds, backend: string): Objection[] {
  return backend === 'FLASHINFER' && isPlainFp8(kvDtype) && capability < 800
    ? [{ certain: false, text: `No start with a KV cache in ${kvDtype} was seen below compute capability 8.0.` }]
    : [];
}
