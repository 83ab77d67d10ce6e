import { modelOf, type Model, withQuantization } from '@archon/sizing';
import { download, list } from './download.ts';
import { HubCache, isCommit, type Snapshot } from './hub-cache.ts';
import { HubClient } from './hub-client.ts';
import { HubError } from './hub-errors.ts';
import type { HubName } from './hub-name.ts';
import { type HubSettings, offlineError } from './hub-settings.ts';

/** A model as the Hub describes it, and where exactly that was read. */
export interface HubModel {
  readonly model: Model;
  readonly endpoint: string;
  /** As the Hub spells it: it redirects from old names. */
  readonly id: string;
  readonly commit: string;
  /** Not read now: the Hub was not asked, or did not answer. */
  readonly fromCache?: 'offline' | 'unreachable';
}

export interface ReadHubOptions {
  /** Headers read so far, and their number. */
  readonly progress?: (done: number, of: number) => void;
  /** Before a further try, in seconds. */
  readonly wait?: (seconds: number) => Promise<unknown>;
}

/** Reads a model from the Hub, or from what was kept of it. Throws ArchonError: HubError where the Hub is the reason. */
export async function readHubModel(
  { id, revision = 'main' }: HubName,
  settings: HubSettings,
  { progress = () => {}, wait }: ReadHubOptions = {},
): Promise<HubModel> {
  const cache = new HubCache(settings.cache, settings.endpoint, id);
  const kept = (): Snapshot | undefined => {
    const commit = cache.commitOf(revision);
    return commit === undefined ? undefined : cache.snapshot(commit);
  };
  const found = (snapshot: Snapshot, fromCache?: HubModel['fromCache']): HubModel => ({
    model: modelIn(snapshot, id, settings.endpoint),
    endpoint: settings.endpoint,
    id: snapshot.id,
    commit: snapshot.commit,
    ...(fromCache && { fromCache }),
  });
  if (settings.offline) {
    const snapshot = kept();
    if (snapshot) return found(snapshot, 'offline');
    throw offlineError(revision === 'main' ? id : `${id} at revision ${revision}`);
  }
  const pinned = isCommit(revision) ? cache.snapshot(revision) : undefined;
  if (pinned) return found(pinned);
  const client = new HubClient(settings, { id, revision }, wait);
  try {
    const listing = await list(client, id, revision);
    let snapshot = cache.snapshot(listing.commit);
    if (!snapshot) {
      snapshot = await download(client, listing, progress);
      const read = found(snapshot);
      // only what can be read is kept
      cache.keep(snapshot);
      cache.keepCommit(revision, listing.commit);
      return read;
    }
    cache.keepCommit(revision, listing.commit);
    return found(snapshot);
  } catch (error) {
    const snapshot = error instanceof HubError && error.kind === 'unreachable' ? kept() : undefined;
    if (snapshot) return found(snapshot, 'unreachable');
    throw error;
  } finally {
    await client.close();
  }
}

function modelIn(
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
