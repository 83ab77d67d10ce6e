import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ArgoCd, startArgoCd } from '@archon/testbed/start-argo-cd';
import { createNamespace } from '@archon/testbed/testing/test-cluster';
import { ChartRegistry } from '../../../archon-vllm/tests/support/argo-cd/chart-registry.ts';
import { ChartRepository } from '../../../archon-vllm/tests/support/argo-cd/chart-repository.ts';
import { chart as archonVllm } from '../../../archon-vllm/tests/support/chart.ts';
import { readPage } from '../../../archon-vllm/tests/support/markdown.ts';
import { chart } from '../support/chart.ts';
import { Fleet } from '../support/fleet.ts';

const isPrivate = process.env.ARCHON_PRIVATE_NETWORK === '1';
const name = isPrivate
  ? 'A fleet'
  : 'A fleet on Argo CD, whose controller listens on every interface: in a private network only';

/** The file of values of a server, in the repository of the chart. */
const ownFile = 'clusters/home/coder.yaml';

describe.skipIf(!isPrivate)(name, { concurrent: true }, () => {
  let argoCd: ArgoCd;
  let registry: ChartRegistry;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'archon-fleet-'));
    argoCd = await startArgoCd(folder, inject('kubeconfig'), 'argocd-of-fleets');
    registry = new ChartRegistry(argoCd.kubectl, inject('ports').registry, argoCd.namespace);
  });
  afterAll(async () => {
    registry?.close();
    await argoCd?.stop();
  });

  type Finish = (what: () => Promise<void>) => void;

  function newFleet(onTestFinished: Finish): Fleet {
    const fleet = new Fleet(argoCd, inject('kubeconfig'));
    onTestFinished(() => fleet.remove());
    return fleet;
  }

  /** The chart in a registry, by its digest. */
  async function fromRegistry(): Promise<object> {
    const published = await registry.createRepository();
    const version = await registry.push(published, archonVllm);
    return { oci: `oci://${published}/archon-vllm`, digest: await registry.digestOf(published, version) };
  }

  /** A fleet of one server from git, whose values are in a file of the repository. */
  async function fromGit(onTestFinished: Finish, values: object = {}, server: object = {}) {
    const fleet = newFleet(onTestFinished);
    const repository = await ChartRepository.create(argoCd.git, archonVllm);
    await repository.push({ [ownFile]: values });
    const coder = fleet.server('coder');
    await fleet.install({
      chart: { git: { repository: repository.url } },
      servers: { [coder]: { ...server, valueFiles: [`/${ownFile}`] } },
    });
    return { fleet, repository, coder };
  }

  it('should be deployed from git and from a registry by digest, and stay when a server leaves it', async ({
    onTestFinished,
  }) => {
    const fleet = newFleet(onTestFinished);
    const repository = await ChartRepository.create(argoCd.git, archonVllm);
    const head = await repository.push({ 'README.md': 'Charts' });
    const [coder, chat] = [fleet.server('coder'), fleet.server('chat')];
    const both = {
      chart: await fromRegistry(),
      servers: {
        [coder]: { preset: 'nvidia-16gb', chart: { git: { repository: repository.url } } },
        [chat]: { preset: 'nvidia-24gb' },
      },
    };
    await fleet.install(both);
    await Promise.all([fleet.untilWell(coder, head), fleet.untilWell(chat)]);
    const { data } = await fleet.object(`configmap/${chat}-config`);
    expect(data.llm_model).toBe('openai/gpt-oss-20b');
    const namespace = () => argoCd.kubectl.get(`namespace/${fleet.namespace}`);
    const before = (await namespace()).metadata;
    expect(before.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    for (const server of [coder, chat]) {
      expect((await fleet.refresh(server)).status?.sync?.status).toBe('Synced');
      const synced = await fleet.sync(server);
      // Argo CD applies the labels of the namespace by server-side apply, which says the same of every outcome.
      const said = synced.status!.operationState!.syncResult!.resources!.filter(({ kind }) => kind !== 'Namespace');
      for (const { message } of said) expect(message).toMatch(/ unchanged$/);
    }
    expect((await namespace()).metadata.resourceVersion).toBe(before.resourceVersion);

    const { metadata } = await fleet.object(`deployment/${coder}`);
    await fleet.install({ ...both, servers: { [coder]: both.servers[coder] } });
    await fleet.untilGone(chat);
    const left = await fleet.kubectl('get', 'deployments,services,persistentvolumeclaims', '--output=name');
    expect(left.trim().split('\n').sort()).toEqual([
      `deployment.apps/${coder}`,
      `persistentvolumeclaim/${chat}-model-cache`,
      `persistentvolumeclaim/${coder}-model-cache`,
      `service/${coder}`,
    ]);
    expect((await fleet.object(`deployment/${coder}`)).metadata.uid).toBe(metadata.uid);
  });

  it('should be gone when it is uninstalled, except its downloads', async ({ onTestFinished }) => {
    const { fleet, repository, coder } = await fromGit(onTestFinished);
    await fleet.untilWell(coder, repository.head);
    await fleet.uninstall();
    await fleet.untilGone(coder);
    await fleet.untilGone(`${fleet.name}-archon-gitops`, 'appprojects');
    const left = await fleet.kubectl('get', 'deployments,services,persistentvolumeclaims', '--output=name');
    expect(left.trim()).toBe(`persistentvolumeclaim/${coder}-model-cache`);
  });

  it('should be upgraded by a commit, and rolled back by its revert', async ({ onTestFinished }) => {
    const { fleet, repository, coder } = await fromGit(onTestFinished, { engine: { maxModelLen: 8192 } });
    await fleet.untilWell(coder, repository.head);
    const maxModelLen = async () => (await fleet.object(`configmap/${coder}-config`)).data.max_model_len;
    await fleet.untilWell(coder, await repository.push({ [ownFile]: { engine: { maxModelLen: 4096 } } }));
    expect(await maxModelLen()).toBe('4096');
    await fleet.untilWell(coder, await repository.revert());
    expect(await maxModelLen()).toBe('8192');
  });

  it('should report a commit that is broken, and stop nothing', async ({ onTestFinished }) => {
    const { fleet, repository, coder } = await fromGit(onTestFinished);
    await fleet.untilWell(coder, repository.head);
    const pod = async () => (await fleet.object('pods')).items[0].metadata.uid;
    const before = await pod();
    await repository.push({ [ownFile]: { engine: { maxModelLne: 4096 } } });
    const broken = await fleet.until(coder, 'refused', ({ status }) => Boolean(status?.conditions?.length));
    expect(broken.status?.conditions).toMatchObject([
      { type: 'ComparisonError', message: expect.stringMatching(/maxModelLne/) },
    ]);
    expect(await pod()).toBe(before);
    await fleet.untilWell(coder, await repository.revert());
    expect(await pod()).toBe(before);
  });

  it('should undo what was changed by hand', async ({ onTestFinished }) => {
    const { fleet, repository, coder } = await fromGit(onTestFinished);
    await fleet.untilWell(coder, repository.head);
    await fleet.kubectl('delete', `service/${coder}`);
    await fleet.kubectl('scale', `deployment/${coder}`, '--replicas=3');
    await fleet.kubectl('wait', `service/${coder}`, '--for=create', '--timeout=180s');
    await fleet.kubectl('wait', `deployment/${coder}`, '--for=jsonpath={.spec.replicas}=1', '--timeout=180s');
    await fleet.untilWell(coder);
  });

  it('should leave the replicas to an autoscaler where the values do', async ({ onTestFinished }) => {
    const own = { unset: ['replicas'], persistence: { enabled: false } };
    const { fleet, repository, coder } = await fromGit(onTestFinished, {}, { values: own });
    await fleet.untilWell(coder, repository.head);
    await fleet.kubectl('scale', `deployment/${coder}`, '--replicas=2');
    expect((await fleet.refresh(coder)).status?.sync?.status).toBe('Synced');
    await fleet.sync(coder);
    expect((await fleet.object(`deployment/${coder}`)).spec.replicas).toBe(2);
  });

  it('should put its dashboards where Grafana reads them, in a namespace without a server', async ({
    onTestFinished,
  }) => {
    const grafana = await createNamespace({}, onTestFinished);
    const own = { dashboards: { enabled: true, namespace: grafana }, persistence: { enabled: false } };
    const { fleet, repository, coder } = await fromGit(onTestFinished, {}, { values: own });
    await fleet.untilWell(coder, repository.head);
    const found = await argoCd.kubectl.do(['get', 'configmaps', `--namespace=${grafana}`, '--output=name']);
    expect(found).toContain(`configmap/${fleet.namespace}-${coder}-dashboards\n`);
  });

  it('should not get what its project does not allow', async ({ onTestFinished }) => {
    const fleet = newFleet(onTestFinished);
    const coder = fleet.server('coder');
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: coder },
      rules: [],
    };
    const servers = (object: unknown) => ({ [coder]: { values: { extraObjects: [object] } } });
    const chartOf = await fromRegistry();
    await expect(fleet.install({ chart: chartOf, servers: servers(role) })).rejects.toThrow(
      'The project does not allow ClusterRole of rbac.authorization.k8s.io',
    );
    // A template, of which the chart does not know the kind.
    await fleet.install({ chart: chartOf, servers: servers(JSON.stringify(role)) });
    await fleet.until(coder, 'refused', ({ status }) =>
      Boolean(
        status?.operationState?.syncResult?.resources?.some(({ message }) =>
          /ClusterRole is not permitted in project/.test(message),
        ),
      ),
    );
    expect((await argoCd.kubectl.run(['get', `clusterrole/${coder}`])).stderr).toContain('not found');
  });

  describe('as an ApplicationSet', () => {
    // What a list generator that is not the first would take for a template.
    const braces = { podAnnotations: { 'example.com/template': '{{ .Values.x }}' } };

    it('should be Applications with the same servers, and none for one that leaves it', async ({ onTestFinished }) => {
      const fleet = newFleet(onTestFinished);
      const [coder, chat] = [fleet.server('coder'), fleet.server('chat')];
      const servers = { [coder]: { values: braces }, [chat]: { sync: { automated: false }, preset: 'nvidia-24gb' } };
      const values = { chart: await fromRegistry(), applicationSet: { enabled: true } };
      await fleet.install({ ...values, servers });
      await fleet.untilWell(coder);
      const { spec } = await fleet.object(`deployment/${coder}`);
      expect(spec.template.metadata.annotations).toMatchObject(braces.podAnnotations);
      await fleet.until(chat, 'waiting', ({ status }) => status?.sync?.status === 'OutOfSync');
      const known = async () =>
        (await argoCd.kubectl.do(['get', 'applications', `--namespace=${argoCd.namespace}`, '--output=name'])).split(
          '\n',
        );
      expect(await known()).toEqual(
        expect.arrayContaining([coder, chat].map((server) => `application.argoproj.io/${server}`)),
      );
      await fleet.install({ ...values, servers: { [coder]: servers[coder] } });
      await fleet.untilGone(chat);
      await fleet.untilWell(coder);
    });

    it('should run on every cluster with a label', async ({ onTestFinished }) => {
      const fleet = newFleet(onTestFinished);
      const coder = fleet.server('coder');
      const cluster = `home-${fleet.id}`;
      const label = { [`archon.test/${fleet.id}`]: 'true' };
      await argoCd.kubectl.apply({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          name: cluster,
          namespace: argoCd.namespace,
          labels: { ...label, 'argocd.argoproj.io/secret-type': 'cluster' },
        },
        stringData: { name: cluster, server: 'https://kubernetes.default.svc', config: '{}' },
      });
      await fleet.install({
        chart: await fromRegistry(),
        applicationSet: { enabled: true, clusters: label },
        servers: { [coder]: { values: braces } },
      });
      const { spec } = await fleet.untilWell(`${coder}-${cluster}`);
      expect(spec).toMatchObject({
        destination: { server: 'https://kubernetes.default.svc', namespace: fleet.namespace },
      });
      await fleet.object(`deployment/${coder}`);
    });
  });

  it('should follow a list that is in git itself', async ({ onTestFinished }) => {
    const fleet = newFleet(onTestFinished);
    const [coder, chat] = [fleet.server('coder'), fleet.server('chat')];
    const repository = await ChartRepository.create(argoCd.git, archonVllm);
    cpSync(chart, join(repository.repository.checkout, 'charts/archon-gitops'), { recursive: true });
    const list = (...names: string[]) => ({
      namespace: fleet.namespace,
      chart: { git: { repository: repository.url } },
      commonValues: { ingress: { enabled: false } },
      servers: Object.fromEntries(names.map((server) => [server, {}])),
    });
    await repository.push({ 'fleet.yaml': list(coder) });
    const application = parse(readPage('docs/argo-cd/fleet.yaml')) as Record<string, any>;
    Object.assign(application.metadata, { name: fleet.name, namespace: argoCd.namespace });
    application.spec.source.repoURL = repository.url;
    application.spec.destination.namespace = argoCd.namespace;
    await argoCd.kubectl.apply(application);
    await fleet.untilWell(coder, repository.head);
    await repository.push({ 'fleet.yaml': list(coder, chat) });
    await fleet.untilWell(chat, repository.head);
    await repository.push({ 'fleet.yaml': { ...list(coder), servres: {} } });
    await fleet.until(fleet.name, 'refused', ({ status }) =>
      Boolean(status?.conditions?.some(({ message }) => message.includes('servres'))),
    );
    await fleet.kubectl('get', `deployment/${chat}`);
    await repository.push({ 'fleet.yaml': list(coder) });
    await fleet.untilGone(chat);
    await argoCd.kubectl.do([
      'delete',
      `applications.argoproj.io/${fleet.name}`,
      `--namespace=${argoCd.namespace}`,
      '--timeout=180s',
    ]);
    await fleet.untilGone(coder);
    expect(
      (await fleet.kubectl('get', 'deployments,persistentvolumeclaims', '--output=name')).trim().split('\n').sort(),
    ).toEqual([chat, coder].map((server) => `persistentvolumeclaim/${server}-model-cache`));
  });
});
