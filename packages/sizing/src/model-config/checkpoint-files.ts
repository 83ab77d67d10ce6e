import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ArchonError, isRecord, readText } from '@archon/values';
import { readSafetensors, type Tensor } from './safetensors.ts';

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

/** Reads headers and index in a folder. Copies in other formats (consolidated, original/, metal/) are left aside. */
export function readCheckpointFiles(folder: string): CheckpointFiles {
  const index = readIndex(join(folder, indexName));
  const names = index?.files ?? looseFiles(folder);
  const here = names.filter((name) => existsSync(join(folder, name)));
  if (names.length > 0 && here.length === names.length) {
    const parts = here.map((name) => readSafetensors(join(folder, name)));
    const tensors = parts.flatMap((part) => part ?? []);
    const source = `headers of ${names.length} safetensors ${names.length === 1 ? 'file' : 'files'}`;
    if (parts.every((part) => part !== undefined)) return { tensors, source };
  }
  if (index?.totalBytes !== undefined) return { totalBytes: index.totalBytes, source: `total_size in ${indexName}` };
  return here.length > 0 ? { note: 'The safetensors files are pointers of Git LFS: they were not downloaded.' } : {};
}

function looseFiles(folder: string): string[] {
  return weightFiles(readdirSync(folder));
}

/** Of the files of a checkpoint without an index, those that vLLM loads: its own names, else all but known copies. */
export function weightFiles(names: readonly string[]): string[] {
  const here = names.filter((name) => /^[^/]+\.safetensors$/.test(name)).sort();
  const named = here.filter((name) => /^(model|pytorch_model)/.test(name));
  return named.length > 0 ? named : here.filter((name) => !/^(consolidated|adapter|original)/.test(name));
}

function readIndex(file: string): WeightIndex | undefined {
  return existsSync(file) ? weightIndex(file, parseJsonFile(file)) : undefined;
}

interface WeightIndex {
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

/** A JSON file that holds an object; throws ArchonError with the place of what is wrong. */
export function parseJsonFile(file: string): Record<string, unknown> {
  const text = readText(file);
  try {
    const value = JSON.parse(text) as unknown;
    if (isRecord(value)) return value;
  } catch (error) {
    throw new ArchonError([{ file, message: `The file is not JSON: ${(error as SyntaxError).message}.` }]);
  }
  throw new ArchonError([{ file, message: 'The file must hold a JSON object.' }]);
}
