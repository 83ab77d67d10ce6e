import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ArchonError } from '@archon/values';
import { type CheckpointFiles, parseJsonFile, readCheckpointFiles } from './checkpoint-files.ts';
import { idOf, licenceOf } from './model-card.ts';

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

/** Reads a checkpoint's folder, or its config.json with what is next to it. */
export function readCheckpoint(path: string, id?: string): Checkpoint {
  const file = configFile(path);
  const config = parseJsonFile(file);
  // what is next to a file of another name belongs to something else
  const folder = basename(file) === 'config.json' ? dirname(file) : undefined;
  const read = { file, readBy: 'archon catalog add-model', id: id ?? idOf(config, folder ?? file) };
  if (folder === undefined) return { ...read, config, files: {} };
  const licence = licenceOf(folder);
  const named = quantizationFiles.filter((name) => existsSync(join(folder, name)));
  return {
    ...read,
    config: withQuantization(
      config,
      Object.fromEntries(named.map((name) => [name, parseJsonFile(join(folder, name))])),
    ),
    files: readCheckpointFiles(folder),
    pooling: existsSync(join(folder, poolingFile)),
    ...(licence !== undefined && { licence }),
  };
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

function configFile(path: string): string {
  if (!existsSync(path)) throw new ArchonError([{ file: path, message: 'There is no such file or folder.' }]);
  if (!statSync(path).isDirectory()) return path;
  const file = join(path, 'config.json');
  if (existsSync(file)) return file;
  const hint = 'Name the folder of a checkpoint as the Hugging Face Hub has it.';
  throw new ArchonError([{ file: path, message: 'The folder has no config.json.', hint }]);
}
