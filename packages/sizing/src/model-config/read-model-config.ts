import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ArchonError, nearest, refuse } from '@archon/values';
import type { Model } from '../catalog-types.ts';
import { architectures, type Architecture } from './architectures.ts';
import { parseJsonFile, readCheckpointFiles } from './checkpoint-files.ts';
import { ConfigReader } from './config-reader.ts';
import { geometryOf } from './geometry-of.ts';
import { windowNote } from './layer-kinds.ts';
import { longContextOf } from './long-context-of.ts';
import { idOf, licenceOf } from './model-card.ts';
import { quantizationOf } from './quantization-of.ts';
import { visionTowerOf } from './vision-tower-of.ts';
import { weightsOf } from './weights-of.ts';

/**
 * Reads a checkpoint of the Hugging Face Hub: its folder, or its config.json with what is next to it (safetensors
 * headers or index, README.md). Throws ArchonError that names everything that is missing, or unknown.
 */
export function readModelConfig(path: string, options: { id?: string } = {}): Model {
  const file = configFile(path);
  const config = new ConfigReader(file, parseJsonFile(file));
  const { architecture, traits } = architectureOf(config, file);
  const nested = config.section('text_config', 'llm_config', 'language_config');
  const text = (nested ?? config).withDefaults(traits.defaults ?? {});
  const tied =
    (nested?.get('tie_word_embeddings') ??
      config.get('tie_word_embeddings') ??
      traits.defaults?.tie_word_embeddings) === true;
  const geometry = geometryOf(text, tied, traits);
  const found = quantizationOf(config.section('quantization_config', 'compression_config') ? config : text);
  const quantization = found?.quantization;
  // what is next to a file of another name belongs to something else
  const folder = basename(file) === 'config.json' ? dirname(file) : undefined;
  const files = folder === undefined ? {} : readCheckpointFiles(folder);
  const dtype = dtypeOf(
    config,
    text,
    files.tensors?.map((tensor) => tensor.dtype),
  );
  refuse(config.problems);
  const vision = config.section('vision_config');
  const tower = vision && visionTowerOf(vision, config);
  const { weights, source, note } = weightsOf(
    files,
    { architecture, geometry, ...(quantization && { quantization }) },
    found?.computable ?? true,
    vision ? (tower ?? 'unknown') : 'none',
  );
  const longContext = longContextOf(text, geometry.maxPositionEmbeddings);
  const licence = folder === undefined ? undefined : licenceOf(folder);
  const notes = [note, windowNote(text, geometry)].filter((sentence) => sentence !== undefined);
  return {
    id: options.id ?? idOf(config, folder ?? file),
    architecture,
    geometry,
    dtype: dtype ?? 'bfloat16',
    ...(quantization && { quantization }),
    ...(weights && { weights }),
    ...(longContext && { longContext }),
    ...(licence !== undefined && { licence }),
    ...(vision && { vision: true as const }),
    ...(tower && { visionTower: tower }),
    sources: [
      `geometry${quantization ? ', quantization' : ''}: config.json of the checkpoint, read by archon catalog add-model`,
      ...(source === undefined ? [] : [`weights: ${source}`]),
      ...(licence === undefined ? [] : ['licence: README.md of the checkpoint']),
    ],
    ...(notes.length > 0 && { note: notes.join(' ') }),
  };
}

function configFile(path: string): string {
  if (!existsSync(path)) throw new ArchonError([{ file: path, message: 'There is no such file or folder.' }]);
  if (!statSync(path).isDirectory()) return path;
  const file = join(path, 'config.json');
  if (existsSync(file)) return file;
  const hint = 'Name the folder of a checkpoint as the Hugging Face Hub has it.';
  throw new ArchonError([{ file: path, message: 'The folder has no config.json.', hint }]);
}

function architectureOf(config: ConfigReader, file: string): { architecture: string; traits: Architecture } {
  const name = config.list('architectures')?.[0] ?? config.section('text_config')?.list('architectures')?.[0];
  const traits = typeof name === 'string' && Object.hasOwn(architectures, name) ? architectures[name] : undefined;
  if (traits) return { architecture: String(name), traits };
  const path = 'architectures';
  if (typeof name !== 'string') throw new ArchonError([{ file, path, message: 'architectures is missing.' }]);
  const like = nearest(name, Object.keys(architectures));
  const hint = `${like ? `Did you mean ${like}? ` : ''}Known: ${Object.keys(architectures).join(', ')}. Another one needs an entry in packages/sizing/src/model-config/architectures.ts.`;
  throw new ArchonError([
    {
      file,
      path,
      message: `The architecture ${name} is unknown: how it lays out its layers would be a guess.`,
      hint,
    },
  ]);
}

function dtypeOf(config: ConfigReader, text: ConfigReader, stored: string[] | undefined): Model['dtype'] | undefined {
  const named = ['dtype', 'torch_dtype'].map((key) => config.text(key) ?? text.text(key)).find(Boolean);
  const known = (['bfloat16', 'float16', 'float32'] as const).find((dtype) => dtype === named?.replace(/^torch\./, ''));
  const inFile = (['BF16', 'F16', 'F32'] as const).find((dtype) => stored?.includes(dtype));
  const dtype = known ?? (inFile && ({ BF16: 'bfloat16', F16: 'float16', F32: 'float32' } as const)[inFile]);
  if (!dtype) config.refuse('dtype', named ? `The type ${named} is unknown.` : 'dtype or torch_dtype is missing.');
  return dtype;
}
