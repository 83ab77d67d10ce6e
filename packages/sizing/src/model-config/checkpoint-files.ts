import { isRecord } from '@archon/values/is-record';
import { ArchonError } from '@archon/values/problem';
import type { Tensor } from './safetensors.ts';

/** What the files next to a config.json tell of the weights. */
export interface CheckpointFiles {
  /** Every tensor, by the headers. */
  readonly tensors?: readonly Tensor[];
  /** Size of all tensors, by the index, where the files themselves are not there. */
  readonly totalBytes?: number;
  /** Where the sizes come from, for the entry's sources. */
  readonly source?: string;
  /** Why the sizes are not measured. */
  readonly note?: string;
}

/** Lists the files of the weights, and the file of each tensor. */
export const indexName = 'model.safetensors.index.json';

/** Of the files of a checkpoint without an index, those that vLLM loads: its own names, else all but known copies. */
export function weightFiles(names: readonly string[]): string[] {
  const here = names.filter((name) => /^[^/]+\.safetensors$/.test(name)).sort();
  const named = here.filter((name) => /^(model|pytorch_model)/.test(name));
  return named.length > 0 ? named : here.filter((name) => !/^(consolidated|adapter|original)/.test(name));
}

export interface WeightIndex {
  readonly files: string[];
  readonly totalBytes?: number;
}

/** What an index lists. */
export function weightIndex(file: string, index: Record<string, unknown>): WeightIndex {
  const map = index.weight_map;
  if (!isRecord(map)) throw new ArchonError([{ file, path: 'weight_map', message: 'weight_map is missing.' }]);
  const files = [...new Set(Object.values(map).map(String))].sort();
  const total = isRecord(index.metadata) ? index.metadata.total_size : undefined;
  return { files, ...(typeof total === 'number' && total > 0 && { totalBytes: total }) };
}
