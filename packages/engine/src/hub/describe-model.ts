import { digestOf, type HubModel } from './hub-model.ts';

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
