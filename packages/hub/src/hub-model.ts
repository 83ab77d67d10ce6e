import type { Model } from '@archon/sizing/catalog-types';
import { download, list } from './download.ts';
import { HubClient, type HubConnection } from './hub-client.ts';
import type { HubName } from './hub-name.ts';
import { modelIn } from './snapshot.ts';

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

/** Reads a model from a hub, without a cache: as a page does. Throws HubError where the hub is the reason. */
export async function readModel(
  { id, revision = 'main' }: HubName,
  hub: HubConnection,
  progress: (done: number, of: number) => void,
): Promise<HubModel> {
  const client = new HubClient(hub, { id, revision });
  const snapshot = await download(client, await list(client, id, revision), progress);
  const { endpoint } = hub;
  return { model: modelIn(snapshot, id, endpoint), endpoint, id: snapshot.id, commit: snapshot.commit };
}

/** What an answer about the model assumes, as a sentence. */
export function assumptionOf({ id, commit, fromCache }: HubModel): string {
  const how = {
    offline: 'HF_HUB_OFFLINE is set: as last read from the Hub',
    unreachable: 'The Hub does not answer: as last read from it',
    now: 'Read from the Hub',
  }[fromCache ?? 'now'];
  return `${how}: ${id}, revision ${commit.slice(0, 12)}.`;
}
