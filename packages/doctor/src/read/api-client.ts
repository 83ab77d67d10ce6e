import http from 'node:http';
import https from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { ArchonError } from '@archon/values/problem';
import type { MissingRight } from '../cluster-state.ts';
import { connectionError, credentialsError, notKubernetes } from './connection-errors.ts';

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A resource of the API: what a Role calls it. */
export type Resource = Omit<MissingRight, 'verb' | 'name'> & { readonly version: string };

interface List<T> {
  readonly items: readonly T[];
  readonly metadata?: { readonly continue?: string };
}

const timeoutMs = 15_000;

/** As many objects as one answer holds: a cluster may have 10,000 pods. */
const pageSize = 500;

/** Reads the API server of a kubeconfig, and keeps which rights were missing. It sends GET requests only. */
export class ApiClient {
  readonly missingRights: MissingRight[] = [];
  readonly address: string;

  constructor(private readonly config: KubeConfig) {
    this.address = config.getCurrentCluster()!.server.replace(/\/$/, '');
  }

  /** All objects of a resource; undefined: this user may not list them. A resource that the server lacks has none. */
  async list<T>(resource: Resource, query = ''): Promise<readonly T[] | undefined> {
    const found: T[] = [];
    let next = '';
    do {
      const page = `?limit=${pageSize}${query}${next && `&continue=${encodeURIComponent(next)}`}`;
      const answer = await this.request(pathOf(resource) + page);
      if (answer.status === 403) return this.miss('list', resource);
      if (answer.status === 404) return [];
      const { items, metadata } = this.json<List<T>>(answer);
      found.push(...items);
      next = metadata?.continue ?? '';
    } while (next !== '');
    return found;
  }

  /** An object; null: there is none; undefined: this user may not read it. */
  async get<T>(resource: Resource, name: string, accept?: string): Promise<T | null | undefined> {
    const answer = await this.request(`${pathOf(resource)}/${encodeURIComponent(name)}`, accept);
    if (answer.status === 403) return this.miss('get', resource, name);
    return answer.status === 404 ? null : this.json<T>(answer);
  }

  /** A document that every user may read: `/version`, `/apis`. */
  async document<T>(path: string, accept?: string): Promise<T | undefined> {
    const answer = await this.request(path, accept);
    return answer.status === 403 || answer.status === 404 ? undefined : this.json<T>(answer);
  }

  private miss(verb: MissingRight['verb'], { group, resource, namespace }: Resource, name?: string): undefined {
    this.missingRights.push({
      verb,
      group,
      resource,
      ...(namespace !== undefined && { namespace }),
      ...(name !== undefined && { name }),
    });
    return undefined;
  }

  private json<T>({ status, text }: Answer): T {
    if (status !== 200) throw new ArchonError([notKubernetes(this.address, `status ${status}: ${messageOf(text)}`)]);
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new ArchonError([notKubernetes(this.address, `it answered ${JSON.stringify(text.slice(0, 60))}`)]);
    }
  }

  private async request(path: string, accept = 'application/json'): Promise<Answer> {
    const url = new URL(this.address + path);
    const options: https.RequestOptions = { method: 'GET', headers: { Accept: accept }, timeout: timeoutMs };
    let answer: Answer;
    try {
      // for each request: a plugin or a file may give a new token
      if (url.protocol === 'https:') await this.config.applyToHTTPSOptions(options);
      answer = await send(url, options);
    } catch (error) {
      throw new ArchonError([connectionError(this.address, error as NodeJS.ErrnoException)]);
    }
    if (answer.status === 401)
      throw new ArchonError([credentialsError(this.address, this.config.getCurrentUser()?.name)]);
    return answer;
  }
}

function send(url: URL, options: https.RequestOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const sent = request(url, options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
    });
    sent.on('timeout', () => sent.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    sent.on('error', reject);
    sent.end();
  });
}

function pathOf({ group, version, resource, namespace }: Resource): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${root}${namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`}/${resource}`;
}

/** A Status object of Kubernetes says what is wrong. */
function messageOf(text: string): string {
  try {
    return String((JSON.parse(text) as { message?: string }).message ?? text).slice(0, 200);
  } catch {
    return text.slice(0, 200);
  }
}
