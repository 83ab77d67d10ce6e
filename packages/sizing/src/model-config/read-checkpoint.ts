import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ArchonError } from '@archon/values';
import { type Checkpoint, poolingFile, quantizationFiles, withQuantization } from './checkpoint.ts';
import { idOf, licenceOf } from './model-card.ts';
import { parseJsonFile, readCheckpointFiles } from './read-checkpoint-files.ts';

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

function configFile(path: string): string {
  if (!existsSync(path)) throw new ArchonError([{ file: path, message: 'There is no such file or folder.' }]);
  if (!statSync(path).isDirectory()) return path;
  const file = join(path, 'config.json');
  if (existsSync(file)) return file;
  const hint = 'Name the folder of a checkpoint as the Hugging Face Hub has it.';
  throw new ArchonError([{ file: path, message: 'The folder has no config.json.', hint }]);
}
