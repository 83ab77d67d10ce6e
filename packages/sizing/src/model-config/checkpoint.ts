import type { CheckpointFiles } from './checkpoint-files.ts';

/** What is published of a model: its configuration, and what its files tell of the weights. */
export interface Checkpoint {
  readonly id: string;
  /** Names config.json in messages. */
  readonly file: string;
  readonly config: Record<string, unknown>;
  readonly files: CheckpointFiles;
  readonly licence?: string;
  /** It has the files of Sentence Transformers: vLLM embeds with it (config/model.py, runner auto). */
  readonly pooling?: boolean;
  /** What read it, for the sources of the entry. */
  readonly readBy: string;
}

/** Where the quantization is that config.json does not have: modelopt before 0.31, and AutoGPTQ. */
export const quantizationFiles = ['hf_quant_config.json', 'quantize_config.json'] as const;

/** Lists the modules of Sentence Transformers. */
export const poolingFile = 'modules.json';

type Config = Record<string, unknown>;

/**
 * The configuration as vLLM completes it: hf_quant_config.json counts where config.json has no quantization_config
 * (transformers_utils/config.py, get_config, of 0.11 to 0.33). quantize_config.json it only reads when told the method.
 */
export function withQuantization(config: Config, files: Readonly<Record<string, Config>>): Config {
  if (config.quantization_config ?? config.compression_config) return config;
  const modelopt = files['hf_quant_config.json'];
  if (modelopt) return { ...config, quantization_config: { quant_method: 'modelopt', ...modelopt } };
  const gptq = files['quantize_config.json'];
  return gptq ? { ...config, quantization_config: { quant_method: 'gptq', ...gptq, named_by_user: true } } : config;
}
