import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import type { Application } from '@archon/testbed/applications';
import { HelmClient } from '@archon/testbed/helm-client';
import type { ArgoCd } from '@archon/testbed/start-argo-cd';
import { chart } from './chart.ts';

/** A release of archon-gitops on an Argo CD, with names that no other test uses. */
export class Fleet {
  readonly id = randomBytes(4).toString('hex');
  readonly name = `fleet-${this.id}`;
  /** The namespace of its servers. */
  readonly namespace = `servers-${this.id}`;
  readonly #helm: HelmClient;

  constructor(
    readonly argoCd: ArgoCd,
    kubeconfig: string,
  ) {
    this.#helm = new HelmClient(kubeconfig, 4);
  }

  /** The name of a server of this fleet. */
  server = (name: string): string => `${name}-${this.id}`;

  /** Installs the list, or changes it. Ingress is off, because no controller would give it an address. */
  async install(values: Record<string, unknown>): Promise<void> {
    const all = { namespace: this.namespace, commonValues: { ingress: { enabled: false } }, ...values };
    const release = [this.name, chart, `--namespace=${this.argoCd.namespace}`];
    await this.#helm.do(['upgrade', '--install', ...release, '--values=-'], stringify(all));
  }

  /** Uninstalls it, as a user does. */
  async uninstall(): Promise<void> {
    await this.#helm.do(['uninstall', this.name, `--namespace=${this.argoCd.namespace}`]);
  }

  /** Removes it with all it has installed, without waiting for that. */
  async remove(): Promise<void> {
    await this.#helm.run(['uninstall', this.name, `--namespace=${this.argoCd.namespace}`]);
    await this.argoCd.kubectl.run(['delete', 'namespace', this.namespace, '--wait=false']);
  }

  until(server: string, what: string, isSo: (application: Application) => boolean): Promise<Application> {
    return this.argoCd.applications.until(server, what, isSo);
  }

  /** Waits until a server is Synced and Healthy, at a revision where one is given. */
  untilWell(server: string, revision?: string): Promise<Application> {
    return this.until(server, `Synced and Healthy${revision ? ` at ${revision}` : ''}`, ({ status }) => {
      const { sync, health, operationState } = status ?? {};
      return (
        sync?.status === 'Synced' &&
        health?.status === 'Healthy' &&
        operationState?.phase === 'Succeeded' &&
        (revision === undefined || sync.revision === revision)
      );
    });
  }

  /** Waits until the Application of a server is deleted, with what it has installed; or another object of the chart. */
  async untilGone(server: string, kind = 'applications'): Promise<void> {
    const address = [`${kind}.argoproj.io/${server}`, `--namespace=${this.argoCd.namespace}`];
    await this.argoCd.kubectl.do(['wait', ...address, '--for=delete', '--timeout=180s']);
  }

  /** Compares again without a cache, and returns the result. */
  async refresh(server: string): Promise<Application> {
    const annotation = 'argocd.argoproj.io/refresh';
    await this.patch(server, { metadata: { annotations: { [annotation]: 'hard' } } });
    return this.until(server, 'refreshed', ({ metadata }) => !metadata.annotations?.[annotation]);
  }

  /** Syncs again without a change, and returns the result. */
  async sync(server: string): Promise<Application> {
    const address = [`applications.argoproj.io/${server}`, `--namespace=${this.argoCd.namespace}`];
    const { spec, status: before } = await this.argoCd.kubectl.get<Application>(...address);
    const { syncOptions } = (spec as { syncPolicy?: { syncOptions?: string[] } }).syncPolicy ?? {};
    await this.patch(server, { operation: { initiatedBy: { username: 'test' }, sync: { syncOptions } } });
    return this.until(server, 'synced once more', ({ status }) => {
      const operation = status?.operationState;
      return operation?.startedAt !== before?.operationState?.startedAt && operation?.phase === 'Succeeded';
    });
  }

  async patch(server: string, patch: object): Promise<void> {
    const address = [`applications.argoproj.io/${server}`, `--namespace=${this.argoCd.namespace}`];
    await this.argoCd.kubectl.do(['patch', ...address, '--type=merge', '--patch', JSON.stringify(patch)]);
  }

  /** kubectl in the namespace of the servers. */
  kubectl(...args: string[]): Promise<string> {
    return this.argoCd.kubectl.do([...args, `--namespace=${this.namespace}`]);
  }

  /** An object, or a list, in the namespace of the servers. */
  object(...args: string[]): Promise<Record<string, any>> {
    return this.argoCd.kubectl.get(...args, `--namespace=${this.namespace}`);
  }
}
