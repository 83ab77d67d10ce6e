import type { Model } from '@archon/sizing/catalog-types';
import { withQuantization } from '@archon/sizing/checkpoint';
import { modelOf } from '@archon/sizing/model-of';
import type { Tensor } from '@archon/sizing/safetensors';

/** What is kept of a commit of a model, as the Hub has it. */
export interface Snapshot {
  /** As the Hub spells it. */
  readonly id: string;
  readonly commit: string;
  readonly licence?: string;
  /** JSON files of the repository, by name. */
  readonly json: Readonly<Record<string, Record<string, unknown>>>;
  /** Every tensor, by the headers; left out: the headers were not read. */
  readonly tensors?: readonly Tensor[];
  /** Number of safetensors files whose headers were read. */
  readonly files?: number;
  /** Bytes of the weights in other formats. */
  readonly binBytes?: number;
  /** It has the files of Sentence Transformers. */
  readonly pooling?: boolean;
  /** What reads differently later. */
  readonly format: typeof format;
}

/** A later Archon that needs more of a model reads it again. */
export const format = 1;

/** The model that was read, under the id that it was asked for. */
export function modelIn(
  { json, tensors, files = 0, binBytes, licence, pooling, commit, id: spelled }: Snapshot,
  id: string,
  endpoint: string,
): Model {
  const { 'config.json': config = {}, ...others } = json;
  return modelOf(
    {
      id,
      file: `${endpoint}/${spelled}/blob/${commit}/config.json`,
      config: withQuantization(config, others),
      files: tensors
        ? { tensors, source: `headers of ${files} safetensors ${files === 1 ? 'file' : 'files'}` }
        : binBytes === undefined
          ? {}
          : { totalBytes: binBytes, source: 'sizes of the .bin files' },
      ...(licence !== undefined && { licence }),
      ...(pooling && { pooling }),
      readBy: `archon from ${endpoint}/${spelled}, revision ${commit}`,
    },
    { unread: 'keep' },
  );
}
