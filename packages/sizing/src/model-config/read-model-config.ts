import type { Model } from '../catalog-types.ts';
import { modelOf } from './model-of.ts';
import { readCheckpoint } from './read-checkpoint.ts';

/**
 * Reads a checkpoint of the Hugging Face Hub: its folder, or its config.json with what is next to it (safetensors
 * headers or index, README.md). Throws ArchonError that names everything that is missing, or unknown; with `unread`,
 * what is unknown is kept in the model instead, and only what is missing is refused.
 */
export function readModelConfig(path: string, options: { id?: string; unread?: 'keep' } = {}): Model {
  return modelOf(readCheckpoint(path, options.id), options);
}
