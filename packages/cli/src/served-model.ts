import type { HubName } from '@archon/hub';
import type { Model } from '@archon/sizing/catalog-types';
import { ArchonError } from '@archon/values/problem';
import { findModelNamed, otherModelHint } from '@archon/advice/catalog-names';

/** A model, and where it was read if the catalog does not have it. */
export interface ServedModel {
  readonly model: Model;
  readonly source?: ModelSource;
}

/** As --json prints it. */
export interface ModelSource {
  readonly hub: string;
  readonly id: string;
  /** The commit. */
  readonly revision: string;
  /** What the answer assumes, as a sentence. */
  readonly assumption: string;
}

interface Named {
  /** The flag or value that names it. */
  readonly path: string;
  readonly revision?: string;
  /** The hub to read it from; left out: HF_ENDPOINT says. */
  readonly hub?: string;
}

/**
 * The model that a name means: an entry of the catalog, else a model of the Hugging Face Hub, by its id or address. An
 * address with a revision is always read from the Hub.
 */
export async function servedModel(name: string, { path, revision, hub }: Named): Promise<ServedModel> {
  const entry = findModelNamed(name);
  if (entry) return { model: entry };
  const asked = await namesHubModel(name, path, hub);
  if (!asked)
    throw new ArchonError([
      {
        path,
        message: `${JSON.stringify(name)} is not a model of the catalog, and not an id of the Hugging Face Hub (org/name).`,
        hint: otherModelHint(name),
      },
    ]);
  const addressed = asked.revision === undefined ? findModelNamed(asked.id) : undefined;
  if (addressed) return { model: addressed };
  return readFromHub({ ...(revision !== undefined && { revision }), ...asked }, path, hub);
}

const environment = (hub: string | undefined): NodeJS.ProcessEnv =>
  hub === undefined ? process.env : { ...process.env, HF_ENDPOINT: hub };

/** What an id or an address names on the Hub; undefined: it is neither. */
export async function namesHubModel(name: string, path: string, hub?: string): Promise<HubName | undefined> {
  const { hubNameOf, hubSettings } = await import('@archon/hub');
  const { endpoint } = hubSettings(environment(hub));
  return at(path, name, () => hubNameOf(name, endpoint));
}

/** Reads a model of the Hub, and says on stderr what takes long. */
export async function readFromHub(name: HubName, path: string, named?: string): Promise<ServedModel> {
  const { assumptionOf, hubSettings, readHubModel } = await import('@archon/hub');
  const settings = hubSettings(environment(named));
  if (settings.warning !== undefined) console.error(`warning  ${settings.warning}`);
  let files = '';
  const timer = setInterval(() => {
    console.error(`Reading ${name.id} from ${settings.endpoint}${files} …`);
  }, 2000);
  try {
    const read = await readHubModel(name, settings, {
      progress: (done, of) => (files = `, header ${done} of ${of}`),
    });
    const { model, endpoint: hub, id, commit: revision } = read;
    return { model, source: { hub, id, revision, assumption: assumptionOf(read) } };
  } catch (error) {
    throw withPlace(error, path, name.id);
  } finally {
    clearInterval(timer);
  }
}

function at<T>(path: string, name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw withPlace(error, path, name);
  }
}

/** The flag that named the model, and how else to name one, below what happened. */
function withPlace(error: unknown, path: string, name: string): unknown {
  if (!(error instanceof ArchonError)) return error;
  const [first, ...others] = error.problems;
  const hint = [first!.hint, otherModelHint(name)].filter(Boolean).join('\n  ');
  const placed = new ArchonError([{ ...(first!.file === undefined && { path }), ...first!, hint }, ...others]);
  placed.cause = error;
  return placed;
}
