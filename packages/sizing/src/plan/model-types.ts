import type { ModelSpec } from './model-spec.ts';
import { versionNumber } from './versions.ts';

/** Type of activations and of the weights that are not quantized. */
export type ElementType = 'bfloat16' | 'float16' | 'float32';

/** As they are written on the command line (config/model.py, _STR_DTYPE_TO_TORCH_DTYPE). */
const NAMES: Readonly<Record<string, ElementType>> = {
  half: 'float16',
  float16: 'float16',
  bfloat16: 'bfloat16',
  float: 'float32',
  float32: 'float32',
};

/** Whether vLLM has a type of this name: `auto`, `half`, `bfloat16`. */
export const isTypeName = (name: string): boolean => name === 'auto' || Object.hasOwn(NAMES, name);

/**
 * Models whose activations overflow in float16 (config/model.py, _FLOAT16_NOT_SUPPORTED_MODELS: model types gemma2,
 * gemma3, gemma3_text, glm4 and, up to 0.32, plamo2).
 */
const WITHOUT_FLOAT16 =
  /^(Gemma2ForCausalLM|Gemma3ForCausalLM|Gemma3ForConditionalGeneration|Glm4ForCausalLM|Plamo2ForCausalLM)$/;

/** First release that knows them; before, Gemma in float16 only warned. */
const KNOWN_FROM = versionNumber('0.9.1');

export function lacksFloat16({ architecture }: ModelSpec, release: number): boolean {
  return architecture !== undefined && WITHOUT_FLOAT16.test(architecture) && !(release < KNOWN_FROM);
}

/**
 * The type that vLLM computes in (config/model.py, _resolve_auto_dtype): the given one, else the checkpoint's, else the
 * first that both GPU and model have. Undefined: the checkpoint's is unknown.
 */
export function elementType(
  dtype: string | null | undefined,
  model: ModelSpec,
  capability: number,
  release: number,
): ElementType | undefined {
  const given = NAMES[dtype ?? 'auto'];
  if (given) return given;
  const own: readonly ElementType[] = capability < 800 ? ['float16', 'float32'] : ['bfloat16', 'float16', 'float32'];
  const usable = lacksFloat16(model, release) ? own.filter((type) => type !== 'float16') : own;
  if (model.dtype === 'auto') return usable.length === 1 ? usable[0] : undefined;
  return model.dtype !== 'float32' && usable.includes(model.dtype) ? model.dtype : usable[0];
}

/** Bytes per element; a checkpoint of unknown type has two. */
export const bytesOf = (type: ElementType | undefined): number => (type === 'float32' ? 4 : 2);
