import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ArchonError, isRecord, readText } from '@archon/values';
import { type CheckpointFiles, indexName, weightFiles, weightIndex, type WeightIndex } from './checkpoint-files.ts';
import { readSafetensors } from './read-safetensors.ts';

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

function readIndex(file: string): WeightIndex | undefined {
  return existsSync(file) ? weightIndex(file, parseJsonFile(file)) : undefined;
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
