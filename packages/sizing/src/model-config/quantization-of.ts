import type { ModelQuantization } from '../catalog-types.ts';
import type { ConfigReader } from './config-reader.ts';

/** How a checkpoint is quantized, and whether its size follows from that. */
export interface FoundQuantization {
  readonly quantization: ModelQuantization;
  readonly computable: boolean;
}

/** Reads quantization_config; undefined where the weights are not quantized. */
export function quantizationOf(config: ConfigReader): FoundQuantization | undefined {
  const section = config.section('quantization_config', 'compression_config');
  const method = section?.text('quant_method');
  if (!section) return undefined;
  if (method === undefined) {
    section.leave('quant_method', 'The quant_method is missing: the method of quantization is unknown.');
    return undefined;
  }
  if (section.get('named_by_user') === true)
    section.leave(
      'quant_method',
      'quantize_config.json names the quantization, and config.json does not: vLLM needs engine.quantization: gptq.',
    );
  const kvCacheDtype = cacheOf(section) ? { kvCacheDtype: 'fp8' as const } : {};
  const read = methods[method];
  if (read) {
    const { quantization, computable } = read(section, method);
    return { quantization: { ...quantization, ...kvCacheDtype }, computable };
  }
  const bits = section.optionalCount('bits', 'w_bit') ?? otherBits(section);
  if (bits === undefined)
    section.leave('bits', `The number of bits is missing: how many ${method} has per weight is unknown.`);
  return { quantization: { method, bits: bits ?? 16, ...kvCacheDtype }, computable: false };
}

/** Whether the checkpoint asks for an 8-bit cache, by compressed-tensors or modelopt. */
function cacheOf(section: ConfigReader): boolean {
  const scheme = section.section('kv_cache_scheme');
  const inner = section.section('quantization');
  const algorithm = section.text('kv_cache_quant_algo') ?? inner?.text('kv_cache_quant_algo');
  return algorithm?.toUpperCase() === 'FP8' || (scheme?.get('num_bits') === 8 && scheme.text('type') === 'float');
}

const methods: Readonly<Record<string, (section: ConfigReader, method: string) => FoundQuantization>> = {
  gptq: grouped,
  gptq_marlin: grouped,
  awq: grouped,
  fp8: (section, method) => {
    const block = section.list('weight_block_size');
    const size = block?.length === 2 ? { blockSize: block as [number, number] } : { scheme: 'tensor' as const };
    return { quantization: { method, bits: 8, ...size }, computable: true };
  },
  mxfp4: (_, method) => ({ quantization: { method, bits: 4, groupSize: 32, expertsOnly: true }, computable: true }),
  'compressed-tensors': compressedTensors,
  modelopt,
};

/** vLLM's method for each algorithm (modelopt.py, override_quantization_method, of 0.33.0). */
const modeloptMethods: readonly (readonly [RegExp, { method: string; bits: number }])[] = [
  [/^FP8$/, { method: 'modelopt', bits: 8 }],
  [/MXFP8/, { method: 'modelopt_mxfp8', bits: 8 }],
  [/FP4/, { method: 'modelopt_fp4', bits: 4 }],
];

/** config.json has the algorithm itself, hf_quant_config.json below `quantization`. */
function modelopt(section: ConfigReader, method: string): FoundQuantization {
  const inner = section.section('quantization') ?? section;
  const algorithm = inner.text('quant_algo')?.toUpperCase() ?? '';
  const known = modeloptMethods.find(([pattern]) => pattern.test(algorithm))?.[1];
  if (!known) section.leave('quant_algo', `What modelopt's ${algorithm || 'quantization'} takes is unknown.`);
  const group = inner.optionalCount('group_size');
  const quantization = { ...(known ?? { method, bits: 16 }), ...(group !== undefined && { groupSize: group }) };
  const excluded = inner.list('exclude_modules') ?? inner.list('ignore');
  const usual = excluded?.every((name) => /(^|\.)(lm_head|mlp\.gate)$/.test(String(name))) ?? false;
  return { quantization, computable: usual && known?.method === 'modelopt_fp4' && group !== undefined };
}

/** GPTQ and AWQ. A group of -1 is a whole column. */
function grouped(section: ConfigReader, method: string): FoundQuantization {
  const bits = section.count('bits', 'w_bit');
  const group = section.get('group_size') ?? section.get('q_group_size');
  const groupSize = typeof group === 'number' && group > 0 ? { groupSize: group } : {};
  const zeroPoint = method === 'awq' ? { zeroPoint: section.get('zero_point') !== false } : {};
  return { quantization: { method, bits, ...groupSize, ...zeroPoint }, computable: true };
}

/** llm-compressor: the weights of the first group speak for all. */
function compressedTensors(section: ConfigReader, method: string): FoundQuantization {
  const weights = section.section('config_groups')?.firstSection()?.section('weights');
  if (!weights) {
    section.leave('config_groups', 'config_groups names no weights: how they are quantized is unknown.');
    return { quantization: { method, bits: 16 }, computable: false };
  }
  const bits = weights.count('num_bits');
  // a norm or a bias on the list is not a matrix, and is never quantized
  const expertsOnly = (section.list('ignore') ?? []).some((name) => /attn(?!.*(norm|bias)$)/.test(String(name)));
  const common = { method, bits, ...(expertsOnly && { expertsOnly: true as const }) };
  const group = weights.optionalCount('group_size');
  // nvfp4: a scale of 8 bits per 16 weights, and one for the matrix
  if (bits === 4 && weights.text('type') === 'float')
    return { quantization: { ...common, ...(group !== undefined && { groupSize: group }) }, computable: false };
  const block = weights.list('block_structure');
  if (block?.length === 2)
    return { quantization: { ...common, blockSize: block as [number, number] }, computable: true };
  if (group !== undefined) {
    const zeroPoint = weights.get('symmetric') === false;
    return { quantization: { ...common, groupSize: group, ...(zeroPoint && { zeroPoint }) }, computable: true };
  }
  const scheme = weights.text('strategy') === 'tensor' ? 'tensor' : 'channel';
  return { quantization: { ...common, scheme }, computable: true };
}

/** bitsandbytes says it in other words. */
function otherBits(section: ConfigReader): number | undefined {
  if (section.get('load_in_4bit') === true || section.get('_load_in_4bit') === true) return 4;
  if (section.get('load_in_8bit') === true || section.get('_load_in_8bit') === true) return 8;
  return undefined;
}
