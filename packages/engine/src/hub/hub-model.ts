import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ToolError } from '@archon/testbed/tool-error';

/** A file of a model on a hub. */
export interface HubFile {
  /** Relative to the model's folder, with slashes. */
  path: string;
  file: string;
  size: number;
}

/** A folder that is served under an id. */
export interface HubModel {
  id: string;
  files: HubFile[];
  /** The commit of `main`, computed from names, sizes and the id. */
  commit: string;
}

export function hubModel(id: string, folder: string): HubModel {
  if (!existsSync(join(folder, 'config.json')))
    throw new ToolError(`${folder}, to be served as ${id}, is not a folder of a model: it has no config.json.`);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => ({ path: relative(folder, file).replaceAll(sep, '/'), file, size: statSync(file).size }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const named = JSON.stringify([id, files.map(({ path, size }) => [path, size])]);
  return { id, files, commit: createHash('sha1').update(named).digest('hex') };
}

const digests = new Map<string, Promise<string>>();

/** The SHA-256 of a file, which is its ETag, as for the large files of the real hub; read once. */
export function digestOf({ file }: HubFile): Promise<string> {
  if (!digests.has(file)) digests.set(file, digest(file));
  return digests.get(file)!;
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** What the API says about a model, without fields that huggingface_hub does not read. */
export const infoOf = ({ id, files }: HubModel, commit: string): object => ({
  id,
  modelId: id,
  sha: commit,
  private: false,
  gated: false,
  disabled: false,
  siblings: files.map(({ path, size }) => ({ rfilename: path, size })),
});

/** The files of a model, as the API lists them. */
export const treeOf = async ({ files }: HubModel): Promise<object[]> =>
  Promise.all(
    files.map(async (file) => ({
      type: 'file',
      path: file.path,
      size: file.size,
      oid: (await digestOf(file)).slice(0, 40),
    })),
  );
