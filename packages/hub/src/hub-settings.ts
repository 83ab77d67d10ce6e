import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ArchonError, type Problem, refuse } from '@archon/values/problem';
import { withoutSecrets } from './hub-name.ts';

/** How the Hub is reached: what the environment says, in the words of huggingface_hub. */
export interface HubSettings {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly token?: string;
  /** Nothing is asked of the network. */
  readonly offline: boolean;
  /** Folder for what was read. */
  readonly cache: string;
  /** Seconds for an answer to begin, and between its parts. */
  readonly timeoutSeconds: number;
  /** What to tell the user before anything is asked. */
  readonly warning?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE and HF_HUB_DOWNLOAD_TIMEOUT, and where to keep what was read. */
export function hubSettings(env: Environment): HubSettings {
  const problems: Problem[] = [];
  const endpoint = endpointOf(env.HF_ENDPOINT, problems);
  const token = tokenOf(env.HF_TOKEN ?? env.HUGGING_FACE_HUB_TOKEN, problems);
  const timeoutSeconds = timeoutOf(env.HF_HUB_DOWNLOAD_TIMEOUT, problems);
  checkProxies(env, problems);
  refuse(problems);
  const isOn = (value: string | undefined): boolean => /^(1|on|yes|true)$/i.test(value ?? '');
  return {
    endpoint,
    ...(token !== undefined && { token }),
    offline: isOn(env.HF_HUB_OFFLINE) || isOn(env.TRANSFORMERS_OFFLINE),
    cache: join(cacheFolder(env), 'hub'),
    timeoutSeconds,
    ...(token !== undefined && isReadable(endpoint) && { warning: readable }),
  };
}

const readable =
  'HF_TOKEN is sent to HF_ENDPOINT over http, which is not encrypted: anyone on the way can read it. Use https.';

/** Whether others can read what is sent there. */
function isReadable(endpoint: string): boolean {
  const { protocol, hostname } = new URL(endpoint);
  return protocol === 'http:' && !/^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** ARCHON_CACHE_DIR, else `archon` in the user's cache folder (XDG). */
function cacheFolder({ ARCHON_CACHE_DIR: own, XDG_CACHE_HOME: xdg }: Environment): string {
  if (own) return resolve(own);
  return join(xdg?.startsWith('/') ? xdg : join(homedir(), '.cache'), 'archon');
}

function endpointOf(text: string | undefined, problems: Problem[]): string {
  const given = text?.trim() || 'https://huggingface.co';
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const valid = url && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '';
  if (!valid)
    problems.push({
      path: 'HF_ENDPOINT',
      message: `${JSON.stringify(withoutSecrets(given))} is not the address of a hub (expected e.g. https://huggingface.co).`,
    });
  else if (url.username !== '' || url.password !== '')
    problems.push({
      path: 'HF_ENDPOINT',
      message: 'The address has a user name or a password.',
      hint: 'Leave them out, and set HF_TOKEN.',
    });
  return given.replace(/\/+$/, '');
}

/** The proxies that undici reads: what it cannot use would end the program, and print the password. */
function checkProxies(env: Environment, problems: Problem[]): void {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']) {
    const given = env[name]?.trim();
    if (!given || (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol))) continue;
    problems.push({
      path: name,
      message: `The address is not that of a proxy (expected e.g. http://proxy.example.com:3128).`,
      hint: 'Begin it with http:// or https://, and give a port below 65536.',
    });
  }
}

/** A token that a header cannot hold would be printed by the error about it. */
function tokenOf(text: string | undefined, problems: Problem[]): string | undefined {
  const token = text?.trim();
  if (!token) return undefined;
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  problems.push({ path: 'HF_TOKEN', message: 'The token has characters that no token has: it is not printed here.' });
  return undefined;
}

function timeoutOf(text: string | undefined, problems: Problem[]): number {
  const seconds = text?.trim() ? Number(text) : 10;
  if (seconds > 0 && seconds <= 3600) return seconds;
  problems.push({
    path: 'HF_HUB_DOWNLOAD_TIMEOUT',
    message: `${JSON.stringify(text)} is not a number of seconds between 0 and 3,600.`,
  });
  return 10;
}

/** Where nothing is asked of the network, and the cache does not have it. */
export const offlineError = (what: string): ArchonError =>
  new ArchonError([
    {
      message: `${what} is not in the cache, and HF_HUB_OFFLINE is set: the Hub is not asked.`,
      hint: 'Unset HF_HUB_OFFLINE once; what was read is kept.',
    },
  ]);
