import { download, list } from './download.ts';
import { commandAdvice } from './hub-advice.ts';
import { HubCache, isCommit } from './hub-cache.ts';
import { HubClient } from './hub-client.ts';
import { HubError } from './hub-errors.ts';
import type { HubName } from './hub-name.ts';
import { type HubSettings, offlineError } from './hub-settings.ts';
import type { HubModel } from './hub-model.ts';
import { modelIn, type Snapshot } from './snapshot.ts';
import { undiciTransport } from './undici-transport.ts';

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
  const { endpoint, token, timeoutSeconds } = settings;
  const transport = undiciTransport(timeoutSeconds);
  const advice = commandAdvice(token !== undefined);
  const hub = {
    endpoint,
    timeoutSeconds,
    advice,
    transport,
    ...(token !== undefined && { token }),
    ...(wait && { wait }),
  };
  const client = new HubClient(hub, { id, revision });
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
    await transport.close();
  }
}
