import { poolingFile, quantizationFiles } from '@archon/sizing/checkpoint';
import { indexName, weightFiles, weightIndex } from '@archon/sizing/checkpoint-files';
import { isHubId } from '@archon/sizing/hub-id';
import { headerLength, headerTensors, type Tensor } from '@archon/sizing/safetensors';
import type { HubClient } from './hub-client.ts';
import { HubError } from './hub-errors.ts';
import { joined } from './joined.ts';
import { format, type Snapshot } from './snapshot.ts';

/** A model at a commit, as the Hub's API describes it. */
export interface Listing {
  readonly id: string;
  readonly commit: string;
  readonly files: readonly { readonly name: string; readonly size?: number }[];
  readonly licence?: string;
}

/** Bytes: beyond them a file is not what its name says. */
const limits = { api: 50e6, config: 10e6, index: 100e6 };
/** Most headers are shorter: one request then reads length and header. */
const firstRead = 128 * 1024;
const parallel = 8;
/** Longer headers, of up to 100 MB, are read one after the other: each takes several times its size in memory. */
const longHeader = 1024 * 1024;

/** What a model is, at a revision: its commit and its files. */
export async function list(client: HubClient, id: string, revision: string): Promise<Listing> {
  const path = `/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const info = await client.json(path, limits.api);
  const { sha, siblings, cardData } = info;
  if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha) || !Array.isArray(siblings))
    throw new HubError('broken', `The Hub's answer about ${id} has no commit or no files.`, client.advice.endpoint);
  const files = siblings.flatMap((file: unknown) => {
    const { rfilename: name, size } = (file ?? {}) as { rfilename?: unknown; size?: unknown };
    return typeof name === 'string' ? [{ name, ...(typeof size === 'number' && { size }) }] : [];
  });
  const licence = licenceOf(cardData);
  const renamed = typeof info.id === 'string' && isHubId(info.id) && info.id.toLowerCase() !== id.toLowerCase();
  const spelled = renamed ? String(info.id) : id;
  return { id: spelled, commit: sha, files, ...(licence !== undefined && { licence }) };
}

/** Reads configuration, index and headers of a listed model. */
export async function download(
  client: HubClient,
  listing: Listing,
  progress: (done: number, of: number) => void,
): Promise<Snapshot> {
  const { id, commit, files, licence } = listing;
  const names = files.map(({ name }) => name);
  if (!names.includes('config.json')) throw withoutConfig(id, names, client.advice.withoutConfig);
  const path = (name: string): string =>
    `/${id}/resolve/${commit}/${name.split('/').map(encodeURIComponent).join('/')}`;
  const wanted = ['config.json', ...quantizationFiles, indexName].filter((name) => names.includes(name));
  const read = await inParallel(wanted, async (name) => {
    const limit = name === indexName ? limits.index : limits.config;
    return [name, await client.json(path(name), limit)] as const;
  });
  const json: Record<string, Record<string, unknown>> = Object.fromEntries(read);
  const index = json[indexName];
  // the names of all tensors, which the headers have too
  delete json[indexName];
  const parts = index ? weightIndex(`${id}/${indexName}`, index).files : weightFiles(names);
  const absent = parts.filter((name) => !names.includes(name));
  if (absent.length > 0)
    throw new HubError(
      'broken',
      `${indexName} of ${id} names ${absent[0]}, which the repository does not have.`,
      'Name another revision.',
    );
  let done = 0;
  const alone = oneAfterTheOther();
  const headers = await inParallel(parts, async (name) => {
    const { size } = files.find((file) => file.name === name)!;
    const tensors = await tensorsOf(client, { path: path(name), file: `${id}/${name}`, size }, alone);
    progress(++done, parts.length);
    return tensors;
  });
  const binBytes = parts.length > 0 ? 0 : sizeOf(files, /^pytorch_model[^/]*\.bin$/);
  return {
    id,
    commit,
    json,
    ...(licence !== undefined && { licence }),
    ...(parts.length > 0 && { tensors: headers.flat(), files: parts.length }),
    ...(binBytes > 0 && { binBytes }),
    ...(names.includes(poolingFile) && { pooling: true }),
    format,
  };
}

/** A file of weights. */
interface Part {
  readonly path: string;
  /** Names it in messages. */
  readonly file: string;
  /** As it is listed. */
  readonly size: number | undefined;
}

/** The tensors of a file, by its header alone. */
async function tensorsOf(client: HubClient, part: Part, alone: InTurn): Promise<Tensor[]> {
  const { bytes: start, total } = await client.range(part.path, 0, firstRead, part.size);
  const length = headerLength(part.file, start, total);
  const read = () => restOfHeader(client, part, { start, total, length });
  return length > longHeader ? alone(read) : read();
}

async function restOfHeader(
  client: HubClient,
  { path, file, size }: Part,
  { start, total, length }: { readonly start: Uint8Array; readonly total: number; readonly length: number },
): Promise<Tensor[]> {
  const missing = 8 + length - start.length;
  const rest = missing > 0 ? (await client.range(path, start.length, missing, size)).bytes : new Uint8Array();
  const header = joined([start, rest]).subarray(8, 8 + length);
  if (header.length < length)
    throw new HubError(
      'broken',
      `The Hub sent ${header.length} of ${length} bytes of the header of ${file}.`,
      'Try again.',
    );
  return headerTensors(file, header, total);
}

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

function oneAfterTheOther(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}

/** A few at a time, the results in order. */
async function inParallel<T, R>(items: readonly T[], apply: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      results[at] = await apply(items[at]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, work));
  return results;
}

function sizeOf(files: Listing['files'], pattern: RegExp): number {
  return files.reduce((total, { name, size = 0 }) => total + (pattern.test(name) ? size : 0), 0);
}

/** The licence in the front matter of README.md; one of the maker's own has a name. */
function licenceOf(metadata: unknown): string | undefined {
  const { license, license_name: own } = (metadata ?? {}) as { license?: unknown; license_name?: unknown };
  const named = license === 'other' && typeof own === 'string' ? own : license;
  return typeof named === 'string' && /^[\w.+-]{1,96}$/.test(named) ? named.toLowerCase() : undefined;
}

/** What a repository without config.json is instead. */
function withoutConfig(id: string, names: readonly string[], otherwise: string): HubError {
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  const [what, hint] = has(/^adapter_config\.json$/)
    ? ['it holds a LoRA adapter', 'Plan the model that it is for, with engine.enableLora and engine.maxLoraRank.']
    : has(/\.gguf$/)
      ? ['it holds GGUF files', 'Plan the model that they were made of, or a build in AWQ, GPTQ or FP8.']
      : has(/^params\.json$/)
        ? ['it has the configuration of Mistral’s own format', 'Plan the same model in the format of transformers.']
        : has(/^model_index\.json$/)
          ? ['it holds a diffusion pipeline', 'vLLM’s server of this chart does not serve it.']
          : ['it is not a model of transformers', otherwise];
  return new HubError('broken', `${id} has no config.json: ${what}.`, hint!);
}
