import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KubernetesObject, parseObjects } from '@archon/testbed/helm';
import { workspaceRoot } from '@archon/values';
import { podSecurity } from '../../../archon-vllm/tests/support/pod-security.ts';
import { render, scenarios, valuesOf } from '../support/chart.ts';
import { providers } from '../support/pushes.ts';
import { TestTekton } from './test-tekton.ts';

const isPrivate = process.env.ARCHON_PRIVATE_NETWORK === '1';
const title = isPrivate ? 'Tekton' : 'Tekton, which listens on every interface: in a private network only';

describe.skipIf(!isPrivate)(title, () => {
  let tekton: TestTekton;
  beforeAll(async () => void (tekton = await TestTekton.start()));
  afterAll(() => tekton?.stop());

  describe('admission', () => {
    it.each(scenarios.flatMap((scenario) => ([3, 4] as const).map((helm) => ({ scenario, helm }))))(
      'should take every object of the scenario $scenario, installed by Helm $helm',
      async ({ scenario, helm }) => {
        const namespace = `${scenario}-${helm}`;
        await tekton.install(namespace, valuesOf(scenario), helm);
        const tasks = await tekton.kubectl.get<{ items: object[] }>('tasks.tekton.dev', `--namespace=${namespace}`);
        const expected = (await render(valuesOf(scenario))).filter(({ kind }) => kind === 'Task');
        expect(tasks.items).toHaveLength(expected.length);
      },
    );

    it('should refuse what is wrong, so that taking it means something', async () => {
      const spec = { steps: [{ name: 'a', image: 'a', script: 'echo $(params.missing)' }] };
      const task = {
        apiVersion: 'tekton.dev/v1',
        kind: 'Task',
        metadata: { name: 'wrong', namespace: 'default' },
        spec,
      };
      await expect(tekton.kubectl.apply(task)).rejects.toThrow('non-existent variable');
    });
  });

  describe.each(providers)('a webhook of %s', (provider) => {
    const namespace = `pushes-${provider}`;
    let push: Awaited<ReturnType<TestTekton['listener']>>;
    beforeAll(async () => {
      const url = provider === 'github' ? 'https://git.example.com/own.git' : '';
      const webhook = { enabled: true, provider, repository: 'team/archon', existingSecret: 'hook' };
      await tekton.install(namespace, { fullnameOverride: 'charts', source: { url }, webhook });
      await tekton.makeSecrets(namespace, 'hook');
      push = await tekton.listener(namespace, 'charts', provider);
    });

    it('should start a run of the commit, in a pod that passes restricted Pod Security', async () => {
      const commit = 'c'.repeat(40);
      const { run } = await push({ commit });
      expect(run?.spec.pipelineRef).toEqual({ name: 'charts' });
      expect(run?.spec.params).toEqual([
        ...(provider === 'github' ? [] : [{ name: 'url', value: 'https://git.example.com/team/archon.git' }]),
        { name: 'revision', value: commit },
      ]);
      const pod = await tekton.pod(
        namespace,
        `tekton.dev/pipelineRun=${run!.metadata.name},tekton.dev/pipelineTask=clone`,
      );
      expect(pod.spec).toMatchObject({ serviceAccountName: 'charts-runs', automountServiceAccountToken: false });
    });

    const didNotPass = /^expression .* did not return true$/;
    it.each([
      ['that is signed with another secret', { secret: 'another' }, /signature|token/i],
      ['to another branch', { ref: 'refs/heads/other' }, didNotPass],
      ['to another repository', { repository: 'team/other' }, didNotPass],
      ['that removes the branch', { commit: '0'.repeat(40) }, didNotPass],
      ['of another event', { event: 'Issue Hook' }, /^event type Issue Hook is not allowed$/],
    ])('should start nothing for a push %s', async (_, wrong, why) => {
      expect(await push(wrong)).toEqual({ refusal: expect.stringMatching(why) });
    });
  });

  describe('the pods', () => {
    const namespace = 'pods';
    const secrets = ['archon-git', 'archon-registry', 'archon-signing-key', 'archon-environment-git'];

    /** Runs a Task alone, with the workspaces and the pod of the pipeline's runs. */
    async function podOf(task: string): Promise<KubernetesObject> {
      const objects = await render({ ...valuesOf('everything'), workspace: {} });
      const spec = objects.find(({ kind, metadata }) => kind === 'Task' && metadata.name === `charts-${task}`)!.spec;
      const { taskRunTemplate } = objects.find(({ kind }) => kind === 'TriggerTemplate')!.spec.resourcetemplates[0]
        .spec;
      const keys: Record<string, string> = { 'registry-login': 'archon-registry', 'signing-key': 'archon-signing-key' };
      await tekton.kubectl.apply({
        apiVersion: 'tekton.dev/v1',
        kind: 'TaskRun',
        metadata: { name: task, namespace },
        spec: {
          ...taskRunTemplate,
          taskRef: { name: `charts-${task}` },
          params: spec.params.map((param: { name: string }) => ({ name: param.name, value: 'a' })),
          workspaces: spec.workspaces.map((workspace: { name: string }) =>
            workspace.name === 'source'
              ? { name: 'source', emptyDir: {} }
              : { name: workspace.name, secret: { secretName: keys[workspace.name] ?? 'archon-git' } },
          ),
        },
      });
      return tekton.pod(namespace, `tekton.dev/taskRun=${task}`);
    }

    beforeAll(async () => {
      await tekton.install(namespace, { ...valuesOf('everything'), workspace: {} });
      await tekton.makeSecrets(namespace, ...secrets);
    });

    it.each(['clone', 'check', 'publish', 'bump'])('should pass restricted Pod Security: %s', async (task) => {
      const { spec } = await podOf(task);
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 2000 });
      expect(spec.containers.length).toBeGreaterThan(0);
    });

    it('should show each Secret to the steps that need it alone', async () => {
      const { spec } = await tekton.pod(namespace, 'tekton.dev/taskRun=publish');
      const secretOf = (mount: { name: string }) =>
        spec.volumes.find((volume: { name: string }) => volume.name === mount.name)?.secret?.secretName ?? [];
      const shown = Object.fromEntries(
        spec.containers.map((container: { name: string; volumeMounts: { name: string }[] }) => [
          container.name.replace('step-', ''),
          container.volumeMounts.flatMap(secretOf).toSorted(),
        ]),
      );
      expect(shown).toEqual({
        'copy-helm': [],
        package: [],
        sign: ['archon-signing-key'],
        push: ['archon-registry'],
        verify: ['archon-registry', 'archon-signing-key'],
      });
    });
  });

  describe('the runs of .tekton/', () => {
    const read = (file: string) => readFileSync(join(workspaceRoot, '.tekton', file), 'utf8');

    it.each(['push', 'pull-request'])('should begin: %s', async (name) => {
      const namespace = `as-code-${name}`;
      const labels = podSecurity('restricted');
      await tekton.kubectl.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } });
      if (name === 'push') await tekton.makeSecrets(namespace, 'archon-registry', 'archon-signing-key');
      const text = read(`${name}.yaml`).replace('{{ repo_url }}', 'https://git.example.com/a.git');
      const objects = [...parseObjects(read('pipeline.yaml')), ...parseObjects(text.replace('{{ revision }}', 'main'))];
      await tekton.kubectl.apply(...objects.map((each) => ({ ...each, metadata: { ...each.metadata, namespace } })));
      const pod = await tekton.pod(namespace, `tekton.dev/pipelineRun=archon-${name},tekton.dev/pipelineTask=clone`);
      expect(pod.spec.securityContext).toMatchObject({ runAsNonRoot: true });
    });
  });
});
