import { fetchTransport } from '@archon/hub/fetch-transport';
import type { HubAdvice } from '@archon/hub/hub-advice';
import { assumptionOf, readModel } from '@archon/hub/hub-model';
import { hubNameOf, type HubName } from '@archon/hub/hub-name';
import { modelOf } from '@archon/sizing/model-of';
import { isRecord } from '@archon/values/is-record';
import { ArchonError } from '@archon/values/problem';
import { endpoint } from '../hub-address.ts';
import type { ReadModel } from '../read-models.ts';

const paste = 'Or paste its config.json below.';
const advice: HubAdvice = {
  endpoint: `The page asks ${endpoint}; archon web --hub names another hub.`,
  between: `A proxy or a sign-in page may be in between. ${paste}`,
  slow: `Try again later. ${paste}`,
  moreAllowed: paste,
  absent: `Check the name. For a private model: the page has no token, so paste its config.json below.`,
  gated: (page) => `The page has no token. Accept the terms on ${page}, and paste its config.json below.`,
  refused: 'A proxy of your network may refuse it.',
  network: paste,
  certificate: paste,
  withoutConfig: paste,
};

/** The model that a text names on the hub. Throws where it names none. */
function hubName(text: string): HubName {
  const name = hubNameOf(text.trim(), endpoint);
  if (name?.id.includes('/')) return name;
  const message =
    text.trim() === '' ? 'There is no name.' : `${JSON.stringify(text.trim())} is not the name of a model.`;
  throw new ArchonError([
    { message, hint: 'A name looks like Qwen/Qwen3-8B; an address of the Hub is taken as well.' },
  ]);
}

/** Reads a model from the hub: its configuration and the headers of its weights, as `archon plan --model` does. */
export async function readFromHub(text: string, progress: (done: number, of: number) => void): Promise<ReadModel> {
  const name = hubName(text);
  const timeoutSeconds = 15;
  const transport = fetchTransport((url, options) => fetch(url, options), {
    endpoint,
    timeoutSeconds,
    hint: `${paste} ${advice.endpoint}`,
  });
  const found = await readModel(name, { endpoint, timeoutSeconds, advice, transport }, progress);
  return { model: found.model, revision: found.commit, assumption: assumptionOf(found) };
}

/** Bytes: beyond them a text is not a configuration. */
const longest = 1e6;

/** Reads a configuration that was pasted, as `archon plan --model-config` does. */
export function readPasted(text: string, name: string): ReadModel {
  const refused = (message: string, hint: string): ArchonError => new ArchonError([{ message, hint }]);
  if (text.length > longest)
    throw refused(`The text has ${(text.length / 1e6).toFixed(1)} MB.`, 'A config.json has a few KB.');
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (error) {
    throw refused(`This is not JSON: ${(error as SyntaxError).message}.`, 'Paste all of config.json.');
  }
  if (!isRecord(config)) throw refused('This is not a JSON object.', 'Paste all of config.json.');
  const id = name.trim() || nameIn(config);
  if (id === undefined || !/^[\w./-]{1,256}$/.test(id))
    throw refused(
      id === undefined
        ? 'The configuration does not say the name of the model.'
        : 'The name has characters that no model has.',
      'Type the name below: org/name, or the path in the container.',
    );
  const read = { id, file: 'config.json', config, files: {}, readBy: 'the Archon configurator' };
  return { model: modelOf(read, { unread: 'keep' }), assumption: 'By a configuration that was pasted.' };
}

function nameIn({ _name_or_path: name }: Record<string, unknown>): string | undefined {
  return typeof name === 'string' && /^[\w.-]+\/[\w.-]+$/.test(name) ? name : undefined;
}
