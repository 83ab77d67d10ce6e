import { nearest } from '@archon/values/nearest';
import { ArchonError, refuse } from '@archon/values/problem';
import type { Model } from '../catalog-types.ts';
import { architectureNamed, architectures, type Architecture } from './architectures.ts';
import type { Checkpoint } from './checkpoint.ts';
import { ConfigReader } from './config-reader.ts';
import { geometryOf } from './geometry-of.ts';
import { windowNote } from './layer-kinds.ts';
import { longContextOf } from './long-context-of.ts';
import { quantizationOf } from './quantization-of.ts';
import { visionTowerOf } from './vision-tower-of.ts';
import { weightsOf } from './weights-of.ts';

/**
 * The model that a checkpoint holds; throws ArchonError that names everything that is missing, or unknown; with `unread`, what is
 * unknown is kept in the model instead, and only what is missing is refused.
 */
export function modelOf(
  { id, file, files, licence, pooling, readBy, ...read }: Checkpoint,
  options: { unread?: 'keep' } = {},
): Model {
  const config = new ConfigReader(file, read.config);
  const { architecture, traits } = architectureOf(config, options.unread === undefined);
  const nested = config.section('text_config', 'llm_config', 'language_config');
  const text = (nested ?? config).withDefaults(traits.defaults ?? {}).withKeys(traits.keys ?? {});
  const tied =
    (nested?.get('tie_word_embeddings') ??
      config.get('tie_word_embeddings') ??
      traits.defaults?.tie_word_embeddings) === true;
  const geometry = geometryOf(text, tied, traits);
  const found = quantizationOf(config.section('quantization_config', 'compression_config') ? config : text);
  const quantization = found?.quantization;
  const stored = dtypeOf(
    config,
    text,
    files.tensors?.map((tensor) => tensor.dtype),
  );
  const pools = traits.pooling ?? pooling ?? false;
  // 32 bits are loaded as 16 (config/model.py, _resolve_auto_dtype)
  const wide = stored === 'float32' && !quantization;
  const dtype = wide ? (pools ? 'float16' : 'bfloat16') : stored;
  const unread = config.unread;
  if (options.unread === undefined || config.problems.length > 0) refuse([...config.problems, ...unread]);
  const vision = config.section('vision_config');
  const tower = vision && visionTowerOf(vision, config);
  const { weights, source, note } = weightsOf(
    files,
    { architecture, geometry, ...(quantization && { quantization }) },
    { computable: found?.computable ?? true, wide },
    vision ? (tower ?? 'unknown') : 'none',
  );
  const longContext = longContextOf(text, geometry.maxPositionEmbeddings);
  const notes = [note, windowNote(text, geometry)].filter((sentence) => sentence !== undefined);
  return {
    id,
    architecture,
    geometry,
    dtype: dtype ?? 'bfloat16',
    ...(quantization && { quantization }),
    ...(weights && { weights }),
    ...(longContext && { longContext }),
    ...(licence !== undefined && { licence }),
    ...(vision && { vision: true as const }),
    ...((config.section('audio_config') ?? traits.crossAttentionKey) && { audio: true as const }),
    ...(pools && { pooling: true as const }),
    ...(unread.length > 0 && { unread: unread.map(({ message }) => message) }),
    ...(tower && { visionTower: tower }),
    sources: [
      `geometry${quantization ? ', quantization' : ''}: config.json of the checkpoint, read by ${readBy}`,
      ...(source === undefined ? [] : [`weights: ${source}`]),
      ...(licence === undefined ? [] : ['licence: README.md of the checkpoint']),
    ],
    ...(notes.length > 0 && { note: notes.join(' ') }),
  };
}

function architectureOf(config: ConfigReader, strict: boolean): { architecture: string; traits: Architecture } {
  const name = config.list('architectures')?.[0] ?? config.section('text_config')?.list('architectures')?.[0];
  const traits = typeof name === 'string' ? architectureNamed(name) : undefined;
  if (traits) return { architecture: String(name), traits };
  const path = 'architectures';
  if (typeof name !== 'string' || !/^\w+$/.test(name)) {
    config.refuse(
      path,
      `architectures ${typeof name === 'string' ? 'is not the name of a class' : 'is missing'}: which class of vLLM runs it is unknown.`,
    );
    throw new ArchonError(config.problems);
  }
  const like = nearest(name, Object.keys(architectures));
  const hint = `${like ? `Did you mean ${like}? ` : ''}Known: ${Object.keys(architectures).join(', ')}. Another one needs an entry in packages/sizing/src/model-config/architectures.ts.`;
  config.leave(path, `The architecture ${name} is unknown: how it lays out its layers would be a guess.`, hint);
  if (strict) throw new ArchonError(config.unread);
  return { architecture: name, traits: {} };
}

function dtypeOf(config: ConfigReader, text: ConfigReader, stored: string[] | undefined): Model['dtype'] | undefined {
  const named = ['dtype', 'torch_dtype'].map((key) => config.text(key) ?? text.text(key)).find(Boolean);
  const known = (['bfloat16', 'float16', 'float32'] as const).find((dtype) => dtype === named?.replace(/^torch\./, ''));
  const inFile = (['BF16', 'F16', 'F32'] as const).find((dtype) => stored?.includes(dtype));
  const dtype = known ?? (inFile && ({ BF16: 'bfloat16', F16: 'float16', F32: 'float32' } as const)[inFile]);
  if (!dtype) config.refuse('dtype', named ? `The type ${named} is unknown.` : 'dtype or torch_dtype is missing.');
  return dtype;
}
