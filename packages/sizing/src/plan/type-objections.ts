import { newestRelease } from '../releases.ts';
import type { Objection } from './objection.ts';
import { elementType, lacksFloat16, type ElementType } from './model-types.ts';
import type { ModelSpec } from './model-spec.ts';
import type { PlanContext } from './plan-context.ts';
import type { QuestionOptions } from './types.ts';
import { versionNumber } from './versions.ts';

/** First release in which `auto` falls back to a type that the GPU has. */
const FALLS_BACK = versionNumber('0.9.0');
/** First release whose compressed-tensors runs in float32. */
const WIDE_COMPRESSED = versionNumber('0.10.1');

/**
 * Methods that do not run in every type (get_supported_act_dtypes of model_executor/layers/quantization). The rest of the
 * methods is not listed: their types are not checked.
 */
const HALF: readonly ElementType[] = ['float16', 'bfloat16'];
const TYPES: Readonly<Record<string, readonly ElementType[]>> = {
  gptq: HALF,
  gptq_marlin: HALF,
  auto_gptq: HALF,
  awq: HALF,
  awq_marlin: HALF,
  auto_awq: HALF,
  fp8: HALF,
  modelopt: HALF,
  modelopt_fp4: HALF,
  modelopt_mxfp8: ['bfloat16'],
  mxfp4: ['bfloat16'],
};

/** Types that the GPU, the model or the quantization method does not have. */
export function typeObjections({ gpu, model, release }: PlanContext, options: QuestionOptions): Objection[] {
  const { dtype } = options;
  const type = elementType(dtype, model, gpu.capability, release);
  const found: Objection[] = [];
  const no = (text: string) => found.push({ certain: true, text });
  // config/model.py and worker/gpu_worker.py, check_if_supports_dtype
  if (type === 'bfloat16' && gpu.capability < 800) no('The type bfloat16 needs compute capability 8.0: use float16.');
  if (type === 'float16' && lacksFloat16(model, release))
    no('This family of models does not run in float16: use bfloat16, or float32 below compute capability 8.0.');
  if (release < FALLS_BACK && (dtype ?? 'auto') === 'auto' && model.dtype === 'bfloat16' && gpu.capability < 800)
    no('The checkpoint is in bfloat16, which needs compute capability 8.0: set dtype to float16.');
  const method = options.quantization ?? model.method;
  const types = method === undefined ? undefined : typesOf(method, release);
  if (type && types && !types.includes(type))
    no(`The quantization method ${method} does not run in ${type}: use ${types.join(' or ')}.`);
  return found;
}

/** The types that a checkpoint runs in, on the newest release; undefined: in all. */
export function typesOfModel(model: ModelSpec): readonly ElementType[] | undefined {
  const release = versionNumber(newestRelease.version);
  const ofMethod = model.method === undefined ? undefined : typesOf(model.method, release);
  if (!lacksFloat16(model, release)) return ofMethod;
  const own: readonly ElementType[] = ['bfloat16', 'float32'];
  return own.filter((type) => !ofMethod || ofMethod.includes(type));
}

function typesOf(method: string, release: number): readonly ElementType[] | undefined {
  if (method === 'compressed-tensors' && release < WIDE_COMPRESSED) return HALF;
  return Object.hasOwn(TYPES, method) ? TYPES[method] : undefined;
}
