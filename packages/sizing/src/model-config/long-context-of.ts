import type { LongContext } from '../catalog-types.ts';
import type { ConfigReader } from './config-reader.ts';

const methods = ['yarn', 'llama3', 'linear', 'longrope'] as const;

/** The rotary scaling that config.json sets; undefined where it sets none, or one that is unknown. */
export function longContextOf(text: ConfigReader, maxPositionEmbeddings: number): LongContext | undefined {
  const outer = text.section('rope_parameters', 'rope_scaling');
  // Gemma gives one per kind of layer
  const scaling = outer?.section('full_attention') ?? outer;
  const name = scaling?.text('rope_type') ?? scaling?.text('type');
  const method = methods.find((known) => known === name);
  if (!scaling || !method) return undefined;
  const value = scaling.get('factor');
  const factor = typeof value === 'number' && value > 1 ? value : undefined;
  const original = scaling.optionalCount('original_max_position_embeddings');
  // vLLM multiplies the original length for yarn; elsewhere max_position_embeddings is the length reached
  const reaches = method === 'yarn' && factor && original ? Math.round(original * factor) : maxPositionEmbeddings;
  return {
    method,
    ...(factor !== undefined && { factor }),
    ...(original !== undefined && { originalMaxPositionEmbeddings: original }),
    reaches,
    source: 'config.json',
  };
}
