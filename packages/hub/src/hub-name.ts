import { isHubId } from '@archon/sizing/hub-id';
import { ArchonError } from '@archon/values/problem';

/** A model on the Hub. */
export interface HubName {
  /** `org/name`, or a name alone, as the Hub's oldest models have it. */
  readonly id: string;
  /** Branch, tag or commit. Left out: the address names none. */
  readonly revision?: string;
}

const ownHosts = ['huggingface.co', 'www.huggingface.co', 'hf.co'];

/**
 * The model that a text names: `org/name`, `name`, or its address, `https://huggingface.co/org/name/tree/<revision>`, there or on
 * the endpoint in use. Undefined where it is neither; throws where it is the address of something else.
 */
export function hubNameOf(text: string, endpoint: string): HubName | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return isHubId(text) ? { id: text } : undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const known = url && /^https?:$/.test(url.protocol) && [...ownHosts, new URL(endpoint).host].includes(url.host);
  const steps = known ? url.pathname.split('/').filter(Boolean).map(decoded) : [];
  const [org = '', name = '', view, ...rest] = steps;
  if (!known || reserved.has(org) || !isHubId(`${org}/${name}`) || (view !== undefined && !views.has(view)))
    throw new ArchonError([
      {
        message: `${JSON.stringify(withoutSecrets(text))} is not the address of a model on the Hugging Face Hub.`,
        hint: 'An address looks like https://huggingface.co/Qwen/Qwen3-8B, with /tree/<revision> where you mean one.',
      },
    ]);
  const revision = revisionOf(rest);
  return { id: `${org}/${name}`, ...(revision !== undefined && { revision }) };
}

/** Pages of the Hub that are not organisations, and pages of a model that name a revision. */
const reserved = new Set(['datasets', 'spaces', 'docs', 'models', 'api', 'papers', 'collections', 'blog']);
const views = new Set(['tree', 'blob', 'resolve', 'raw', 'commit']);

/** A pull request is a revision of three parts, refs/pr/1; every other is one. */
function revisionOf([first, ...rest]: readonly string[]): string | undefined {
  return first === 'refs' && rest.length >= 2 ? [first, ...rest.slice(0, 2)].join('/') : first;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** An address without user, password and query. */
export function withoutSecrets(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1').replace(/[?#].*$/s, '');
}
