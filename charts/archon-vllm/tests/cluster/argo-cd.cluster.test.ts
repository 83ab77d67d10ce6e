import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ArgoCd, startArgoCd } from '@archon/testbed/start-argo-cd';
import { ChartRegistry } from '../support/argo-cd/chart-registry.ts';
import { ChartRepository, ownValues } from '../support/argo-cd/chart-repository.ts';
import { TestApplication } from '../support/argo-cd/test-application.ts';
import { chart } from '../support/chart.ts';
import { render } from '../support/render.ts';
import { isHook } from '../support/workload.ts';

// The addresses in docs/argo-cd/.
const documented = {
  chartInGit: 'https://git.example.com/platform/archon.git',
  valuesInGit: 'https://git.example.com/platform/clusters.git',
  oci: 'oci://registry.example.com/charts/archon-vllm',
  ociAsHelm: 'registry.example.com/charts',
};

const isPrivate = process.env.ARCHON_PRIVATE_NETWORK === '1';
const name = isPrivate ? 'Argo CD' : 'Argo CD, whose controller listens on every interface: in a private network only';

describe.skipIf(!isPrivate)(name, { concurrent: true }, () => {
  let argoCd: ArgoCd;
  let registry: ChartRegistry;
  beforeAll(async () => {
    argoCd = await startArgoCd(mkdtempSync(join(tmpdir(), 'archon-argo-cd-')), inject('kubeconfig'));
    registry = new ChartRegistry(argoCd.kubectl, inject('ports').registry);
  });
  afterAll(async () => {
    registry?.close();
    await argoCd?.stop();
  });

  type Finish = (what: () => Promise<void>) => void;

  /** An Application that follows a repository with the chart and these values in it. */
  async function fromGit(onTestFinished: Finish, values: object = {}) {
    const repository = await ChartRepository.create(argoCd.git, chart);
    await repository.push({ [ownValues]: values });
    const app = new TestApplication(argoCd, 'git.yaml', { [documented.chartInGit]: repository.url });
    onTestFinished(() => app.remove());
    return { app, repository };
  }

  /** An Application that follows the chart in the registry. */
  async function fromRegistry(onTestFinished: Finish, file: string, values: object = {}) {
    const published = await registry.createRepository();
    await registry.push(published, chart);
    const own = await ChartRepository.create(argoCd.git);
    await own.push({ [ownValues]: values });
    const app = new TestApplication(argoCd, file, {
      [documented.oci]: `oci://${published}/archon-vllm`,
      [documented.ociAsHelm]: published,
      [documented.valuesInGit]: own.url,
    });
    onTestFinished(() => app.remove());
    return { app, published, own };
  }

  describe('from git', () => {
    it('should be Synced immediately, and Healthy when the Ingress has an address', async ({ onTestFinished }) => {
      const { app, repository } = await fromGit(onTestFinished);
      await app.apply();
      await app.until('Synced', ({ status }) => status?.sync?.status === 'Synced');
      await app.kubectl('rollout', 'status', 'deployment/vllm', '--timeout=180s');
      expect((await app.refresh()).status?.health?.status).toBe('Progressing');
      await app.giveAddress();
      const { status } = await app.untilWell(repository.head);
      const { installed, hooks } = await rendered();
      expect(status?.resources?.map(({ kind }) => kind).sort()).toEqual(installed.sort());
      // That of `helm test`, which Argo CD leaves out.
      expect(hooks).toEqual(['Pod']);
      await app.pod();
    });

    it('should find no difference afterwards, not even without its cache', async ({ onTestFinished }) => {
      const { app } = await fromGit(onTestFinished);
      await app.install();
      await expectNoDifference(app, / unchanged$/);
    });

    it('should find no difference with server-side apply and diff', async ({ onTestFinished }) => {
      const { app } = await fromGit(onTestFinished);
      app.manifest.metadata.annotations = { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' };
      app.manifest.spec.syncPolicy.syncOptions.push('ServerSideApply=true');
      await app.install();
      await expectNoDifference(app, / serverside-applied$/);
    });

    it.for(['HPA', 'KEDA'])(
      'should find no difference with everything on, while %s sets the number of pods',
      async (controller, { onTestFinished }) => {
        const { app } = await fromGit(onTestFinished, everythingOn(controller));
        await app.apply();
        await app.until(
          'Synced',
          ({ status }) => status?.sync?.status === 'Synced' && status.operationState?.phase === 'Succeeded',
        );
        await app.kubectl('scale', 'deployment/vllm', '--replicas=3');
        // Of a PodDisruptionBudget the selector is always sent: it is replaced as a whole. Its generation stays.
        await expectNoDifference(app, / unchanged$|^poddisruptionbudget.policy\/vllm configured$/);
        app.manifest.metadata.annotations = { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' };
        await app.apply();
        expect((await app.refresh()).status?.resources?.filter(({ status }) => status !== 'Synced')).toEqual([]);
        expect((await app.object('deployment/vllm')).spec.replicas).toBe(3);
      },
    );

    it('should put back what was changed by hand', async ({ onTestFinished }) => {
      const { app } = await fromGit(onTestFinished);
      await app.install();
      const { image } = (await app.pod()).spec.containers[0];
      await app.kubectl('delete', 'service/vllm');
      await app.kubectl('set', 'image', 'deployment/vllm', 'vllm=vllm/vllm-openai:latest');
      await app.kubectl('wait', 'service/vllm', '--for=create', '--timeout=180s');
      const isBack = `--for=jsonpath={.spec.template.spec.containers[0].image}=${image}`;
      await app.kubectl('wait', 'deployment/vllm', isBack, '--timeout=180s');
      await app.untilWell();
    });

    it('should replace the pod when a commit changes a value', async ({ onTestFinished }) => {
      const { app, repository } = await fromGit(onTestFinished, { engine: { maxModelLen: 8192 } });
      await app.install();
      const before = await app.pod();
      await app.untilWell(await repository.push({ [ownValues]: { engine: { maxModelLen: 4096 } } }));
      const after = await app.pod();
      expect(after.metadata.uid).not.toBe(before.metadata.uid);
      expect((await app.object('configmap/vllm-config')).data.max_model_len).toBe('4096');
    });

    it('should serve what another preset serves when its file is named', async ({ onTestFinished }) => {
      const { app } = await fromGit(onTestFinished);
      await app.install();
      app.manifest.spec.source!.helm!.valueFiles![0] = 'presets/nvidia-32gb.yaml';
      await app.apply();
      await app.untilWell();
      const { data } = await app.object('configmap/vllm-config');
      expect(data).toMatchObject({
        llm_model: 'Qwen/Qwen2.5-Coder-32B-Instruct-AWQ',
        max_model_len: expect.any(String),
      });
      // Argo CD drops null from its values: this is what takes a value of the preset away.
      app.manifest.spec.source!.helm!.valuesObject = { unset: ['engine.maxModelLen'] };
      await app.apply();
      await app.untilWell();
      expect((await app.object('configmap/vllm-config')).data).not.toHaveProperty('max_model_len');
    });

    it('should say that a claim cannot shrink when the values ask for a smaller one', async ({ onTestFinished }) => {
      const { app } = await fromGit(onTestFinished, { persistence: { size: '60Gi' } });
      await app.install();
      app.manifest.spec.source!.helm!.valuesObject = { persistence: { size: '50Gi' } };
      await app.apply();
      await app.until('refused', ({ status }) =>
        Boolean(
          status?.operationState?.message?.match(/"model-cache" is invalid:.*can not be less than status\.capacity/),
        ),
      );
    });

    it.for([
      {
        what: 'a misspelt value',
        files: { [ownValues]: { engine: { maxModelLne: 4096 } } },
        says: /don't meet the specifications of the schema.*maxModelLne/s,
      },
      {
        what: 'values that cannot work together',
        files: { [ownValues]: { engine: { tensorParallelSize: 2 } } },
        says: /These values cannot work.*gpu\.count/s,
      },
      {
        what: 'a template that does not render',
        files: { 'charts/archon-vllm/templates/service.yaml': '{{ fail "no service today" }}' },
        says: /templates\/service\.yaml.*no service today/s,
      },
    ])('should report $what, and leave what runs alone', async ({ files, says }, { onTestFinished }) => {
      const { app, repository } = await fromGit(onTestFinished);
      await app.install();
      const before = await app.pod();
      await repository.push(files);
      const broken = await app.until('refused', ({ status }) => Boolean(status?.conditions?.length));
      expect(broken.status?.conditions).toMatchObject([
        { type: 'ComparisonError', message: expect.stringMatching(says) },
      ]);
      expect(broken.status?.sync?.status).toBe('Unknown');
      expect((await app.pod()).metadata.uid).toBe(before.metadata.uid);
      const fixed = await app.untilWell(await repository.revert());
      expect(fixed.status?.conditions ?? []).toEqual([]);
      expect((await app.pod()).metadata.uid).toBe(before.metadata.uid);
    });

    it('should be Progressing, not Degraded, for as long as a start may take', async ({ onTestFinished }) => {
      const { app, repository } = await fromGit(onTestFinished, {
        podAnnotations: { 'archon.test/ready-after': 'never' },
      });
      await app.apply();
      await app.giveAddress();
      await app.kubectl('wait', 'pods', '--all', '--for=jsonpath={.status.phase}=Running', '--timeout=180s');
      expect((await app.refresh()).status?.health?.status).toBe('Progressing');
      const { spec } = await app.object('deployment/vllm');
      const { periodSeconds, failureThreshold } = spec.template.spec.containers[0].startupProbe;
      expect(spec.progressDeadlineSeconds).toBeGreaterThan(periodSeconds * failureThreshold);
      await app.untilWell(await repository.push({ [ownValues]: {} }));
    });

    it('should keep the downloads when it is deleted, and find them again', async ({ onTestFinished }) => {
      const { app } = await fromGit(onTestFinished);
      await app.install();
      const { metadata } = await app.object('persistentvolumeclaim/model-cache');
      await app.delete();
      const left = await app.kubectl('get', 'deployments,services,ingresses,persistentvolumeclaims', '--output=name');
      expect(left.trim().split('\n')).toEqual(['persistentvolumeclaim/model-cache']);
      await app.install();
      expect((await app.object('persistentvolumeclaim/model-cache')).metadata.uid).toBe(metadata.uid);
      await expectNoDifference(app, / unchanged$/);
    });

    it('should delete the downloads as well when that was asked for', async ({ onTestFinished }) => {
      const { app } = await fromGit(onTestFinished, { persistence: { retain: false } });
      await app.install();
      await app.delete();
      await app.kubectl('wait', 'persistentvolumeclaim/model-cache', '--for=delete', '--timeout=180s');
    });

    it('should be Synced when it keeps a claim that the values no longer ask for', async ({ onTestFinished }) => {
      const { app, repository } = await fromGit(onTestFinished);
      await app.install();
      await app.untilWell(await repository.push({ [ownValues]: { persistence: { existingClaim: 'model-cache' } } }));
      const { status } = await app.get();
      const claim = { kind: 'PersistentVolumeClaim', requiresPruning: true };
      expect(status?.resources).toContainEqual(expect.objectContaining(claim));
      await app.kubectl('get', 'persistentvolumeclaim/model-cache');
    });
  });

  describe('from an OCI registry', () => {
    it('should sync the chart and its presets, and follow new versions', async ({ onTestFinished }) => {
      const { app, published } = await fromRegistry(onTestFinished, 'oci.yaml');
      await app.install();
      const before = await app.pod();
      const { data } = await app.object('configmap/vllm-config');
      expect(data.llm_model).toBe('openai/gpt-oss-20b');
      await expectNoDifference(app, / unchanged$/);
      const first = (await app.get()).status?.sync?.revision;
      const version = await registry.push(published, chart, 1);
      await app.until('at another version', ({ status }) => status?.sync?.revision !== first);
      await app.untilWell();
      const { metadata } = await app.object('deployment/vllm');
      expect(metadata.labels['helm.sh/chart']).toBe(`archon-vllm-${version}`);
      // The same pod from another version of the chart: no reason to load the model again.
      expect((await app.pod()).metadata.uid).toBe(before.metadata.uid);
      const source = app.manifest.spec.source!;
      const { valueFiles: _, ...byName } = source.helm!;
      source.helm = { ...byName, valuesObject: { ...byName.valuesObject, preset: 'nvidia-24gb' } };
      await app.apply();
      await app.untilWell();
      // The same pod from the preset by its name as from its file.
      expect((await app.pod()).metadata.uid).toBe(before.metadata.uid);
    });

    it('should sync it with values from git', async ({ onTestFinished }) => {
      const { app } = await fromRegistry(onTestFinished, 'oci-and-git.yaml', { engine: { maxModelLen: 16384 } });
      await app.install();
      const { data } = await app.object('configmap/vllm-config');
      expect(data).toMatchObject({ llm_model: 'openai/gpt-oss-20b', max_model_len: '16384' });
    });

    it('should sync it as a chart of a Helm repository', async ({ onTestFinished }) => {
      const { app } = await fromRegistry(onTestFinished, 'oci-as-helm-repository.yaml');
      await app.install();
      const { data } = await app.object('configmap/vllm-config');
      expect(data.llm_model).toBe('openai/gpt-oss-20b');
      await expectNoDifference(app, / unchanged$/);
    });
  });
});

/** Each feature that is an object of its own, or a part of one that controllers write to. */
const everythingOn = (controller: string): object => ({
  persistence: { accessModes: ['ReadWriteMany'] },
  serviceAccount: { create: true },
  apiKey: { existingSecret: 'vllm-api-key' },
  httpRoute: { enabled: true, parentRefs: [{ name: 'shared' }] },
  inferencePool: { enabled: true, endpointPicker: { name: 'vllm-picker' } },
  networkPolicy: {
    enabled: true,
    controllers: [{ namespaceSelector: { matchLabels: { team: 'gateways' } } }],
    monitoring: [{ namespaceSelector: { matchLabels: { team: 'monitoring' } } }],
    cilium: { enabled: true },
  },
  podDisruptionBudget: { enabled: true },
  serviceMonitor: { enabled: true },
  prometheusRule: { enabled: true },
  dashboards: { enabled: true },
  tracing: { endpoint: 'http://otel-collector.observability:4317' },
  autoscaling: {
    enabled: true,
    controller,
    maxReplicas: 4,
    ...(controller === 'KEDA' && { keda: { serverAddress: 'http://prometheus.monitoring.svc:9090' } }),
  },
});

/** The kinds of the chart's objects, and of its hooks. */
async function rendered(): Promise<{ installed: string[]; hooks: string[] }> {
  const objects = await render({ chart });
  const kinds = (some: typeof objects) => some.map(({ kind }) => kind);
  return { installed: kinds(objects.filter((object) => !isHook(object))), hooks: kinds(objects.filter(isHook)) };
}

/** Compares with nothing cached, then syncs once more: neither may find or change anything. */
async function expectNoDifference(app: TestApplication, said: RegExp): Promise<void> {
  const kinds = 'deployments,services,ingresses,configmaps,persistentvolumeclaims,poddisruptionbudgets';
  // Of what has a status, only the generation: its controller may still be writing.
  const versions = async () =>
    (await app.object(kinds)).items.map(({ kind, metadata }: Record<string, any>) => [
      kind,
      metadata.uid,
      metadata.generation ?? metadata.resourceVersion,
    ]);
  const before = await versions();
  const refreshed = await app.refresh();
  expect(refreshed.status?.sync?.status).toBe('Synced');
  expect(new Set(refreshed.status?.resources?.map(({ status }) => status))).toEqual(new Set(['Synced']));
  const synced = await app.sync();
  for (const { message } of synced.status!.operationState!.syncResult!.resources!) expect(message).toMatch(said);
  expect(await versions()).toEqual(before);
}
