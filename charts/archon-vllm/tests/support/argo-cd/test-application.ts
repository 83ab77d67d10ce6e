import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Application } from '@archon/testbed/applications';
import { argoCdNamespace } from '@archon/testbed/argo-cd-components';
import type { ArgoCd } from '@archon/testbed/start-argo-cd';
import { documentedApplication, type Manifest } from './documented-application.ts';

/** An Application of the documentation, in its own namespace, with methods for what tests do with it. */
export class TestApplication {
  readonly namespace = `argo-${randomBytes(4).toString('hex')}`;
  readonly manifest: Manifest;

  constructor(
    readonly argoCd: ArgoCd,
    file: string,
    repositories: Record<string, string>,
  ) {
    this.manifest = documentedApplication(file, this.namespace, repositories);
  }

  /** Applies the manifest as it is now. */
  apply(): Promise<void> {
    return this.argoCd.kubectl.apply(this.manifest);
  }

  /** Applies the manifest, acts as the ingress controller, and waits until it is Synced and Healthy. */
  async install(): Promise<Application> {
    await this.apply();
    await this.giveAddress();
    return this.untilWell();
  }

  /** What an ingress controller does: it writes its address into the Ingress. */
  async giveAddress(): Promise<void> {
    await this.until('applying its Ingress', ({ status }) =>
      // a later sync of one object alone says nothing of the others
      [...(status?.operationState?.syncResult?.resources ?? []), ...(status?.resources ?? [])].some(
        ({ kind, status: state }) => kind === 'Ingress' && state === 'Synced',
      ),
    );
    const status = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } };
    await this.kubectl('patch', 'ingress/vllm', '--subresource=status', '--type=merge', '--patch', toPatch({ status }));
  }

  until(what: string, isSo: (application: Application) => boolean): Promise<Application> {
    return this.argoCd.applications.until(this.namespace, what, isSo);
  }

  /** Waits until it is Synced and Healthy for the current manifest, and for the given commit or version. */
  untilWell(revision?: string): Promise<Application> {
    return this.until(`Synced and Healthy${revision ? ` at ${revision}` : ''}`, (application) => {
      const { sync, health, operationState } = application.status ?? {};
      return (
        sync?.status === 'Synced' &&
        health?.status === 'Healthy' &&
        operationState?.phase === 'Succeeded' &&
        this.#isAboutNow(application) &&
        (revision === undefined || sync.revision === revision)
      );
    });
  }

  /** Compares again without a cache, and returns the result. */
  async refresh(): Promise<Application> {
    const annotation = 'argocd.argoproj.io/refresh';
    await this.#patch({ metadata: { annotations: { [annotation]: 'hard' } } });
    return this.until('refreshed', ({ metadata }) => !metadata.annotations?.[annotation]);
  }

  /** Syncs again without a change, and returns the result. */
  async sync(): Promise<Application> {
    const before = (await this.get()).status?.operationState?.startedAt;
    const { syncOptions } = this.manifest.spec.syncPolicy;
    await this.#patch({ operation: { initiatedBy: { username: 'test' }, sync: { syncOptions } } });
    return this.until('synced once more', ({ status }) => {
      const operation = status?.operationState;
      return operation?.startedAt !== before && operation?.phase === 'Succeeded';
    });
  }

  /** Deletes the Application and waits until it is gone. */
  async delete(): Promise<void> {
    await this.argoCd.kubectl.do(['delete', ...this.#address, '--timeout=180s']);
  }

  /** Deletes the Application but keeps what it has installed, then removes its namespace. */
  async remove(): Promise<void> {
    await this.argoCd.kubectl.run([
      'patch',
      ...this.#address,
      '--type=merge',
      '--patch',
      toPatch({ metadata: { finalizers: null } }),
    ]);
    await this.argoCd.kubectl.run(['delete', ...this.#address, '--wait=false']);
    await this.argoCd.kubectl.run(['delete', 'namespace', this.namespace, '--wait=false']);
  }

  get(): Promise<Application> {
    return this.argoCd.kubectl.get<Application>(...this.#address);
  }

  /** kubectl in the namespace that it installs to. */
  kubectl(...args: string[]): Promise<string> {
    return this.argoCd.kubectl.do([...args, `--namespace=${this.namespace}`]);
  }

  /** An object, or a list, in the namespace that it installs to. */
  object(...args: string[]): Promise<Record<string, any>> {
    return this.argoCd.kubectl.get(...args, `--namespace=${this.namespace}`);
  }

  /** The only pod of the Deployment that is not being deleted. */
  async pod(): Promise<Record<string, any>> {
    const { items } = await this.object('pods', '--selector=app.kubernetes.io/name=archon-vllm');
    const staying = (items as Record<string, any>[]).filter(({ metadata }) => !metadata.deletionTimestamp);
    if (staying.length !== 1) throw new Error(`${staying.length} pods in ${this.namespace}, where one was expected`);
    return staying[0]!;
  }

  get #address(): string[] {
    return [`applications.argoproj.io/${this.namespace}`, `--namespace=${argoCdNamespace}`];
  }

  /** Whether the last comparison was with the source that the manifest names now. */
  #isAboutNow({ status }: Application): boolean {
    const { source, sources } = this.manifest.spec;
    const compared = status?.sync?.comparedTo;
    return source ? isDeepStrictEqual(compared?.source, source) : isDeepStrictEqual(compared?.sources, sources);
  }

  async #patch(patch: object): Promise<void> {
    await this.argoCd.kubectl.do(['patch', ...this.#address, '--type=merge', '--patch', toPatch(patch)]);
  }
}

const toPatch = (patch: object): string => JSON.stringify(patch);
