import { describe, expect, it } from 'vitest';
import { isRecord, leavesOf, typesOf } from '@archon/values';
import { validateObjects } from '@archon/testbed/validate-objects';
import { goldenText } from './support/golden.ts';
import { model } from './support/chart.ts';
import { commandLineOf, containerOf, envOf, idsOf, only, podOf } from './support/workload.ts';
import { problemsOf } from './support/problems.ts';
import { refusals, render, renderOn, renderValues } from './support/render.ts';

/** Refused by our validator and by both Helms. */
async function expectRefused(valuesObject: object, reason: string | RegExp): Promise<void> {
  expect(problemsOf(valuesObject)).not.toEqual([]);
  for (const error of await refusals({ valuesObject })) expect(error).toMatch(reason);
}

// Each is a defect that another chart has; research/peer-charts.md §2b tells which.
describe('A defect of other charts', () => {
  it('should not be ours: 1. a context of a million tokens printed as 1.048576e+06', async () => {
    const objects = await renderValues({ model: { id: 'example/million' }, engine: { maxModelLen: 1048576 } });
    expect(commandLineOf(objects)).toContain('--max-model-len=1048576');
    expect(goldenText(objects)).not.toContain('e+06');
  });

  it('should not be ours: 2. half a GPU rounded to none', async () => {
    await expectRefused({ gpu: { count: 0.5 } }, /gpu\/count/);
    await expectRefused({ gpu: { count: -1 } }, /gpu\/count/);
  });

  it('should not be ours: 3. prefix caching turned off in values that do not mention it', async () => {
    expect(commandLineOf(await renderValues({ engine: { maxNumSeqs: 8 } })).join(' ')).not.toContain('prefix-caching');
  });

  it('should not be ours: 4. misspelt or misplaced options dropped in silence', async () => {
    await expectRefused({ engine: { maxModelLength: 8192 } }, /'maxModelLength' not allowed/);
    await expectRefused({ engine: { tensorParalelSize: 2 } }, /'tensorParalelSize' not allowed/);
    await expectRefused({ quantization: 'gptq' }, /'quantization' not allowed/);
    const objects = await renderValues({ gpu: { count: 2 }, engine: { pipelineParallelSize: 2 } });
    expect(commandLineOf(objects)).toContain('--pipeline-parallel-size=2');
  });

  const lists = leavesOf(model).filter(
    ({ path, schema }) => path[0]!.startsWith('extra') && typesOf(schema).includes('array'),
  );
  const alone: Record<string, object> = {
    extraEnv: { extraEnv: [{ name: 'A', value: 'x' }] },
    extraEnvFrom: { extraEnvFrom: [{ configMapRef: { name: 'a' } }] },
    extraVolumes: { extraVolumes: [{ name: 'a', emptyDir: {} }] },
    extraVolumeMounts: { extraVolumeMounts: [{ name: 'tmp', mountPath: '/tmp/a', subPath: 'a' }] },
    extraInitContainers: { extraInitContainers: [{ name: 'a', image: 'a:1' }] },
    extraObjects: { extraObjects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }] },
  };
  it.each(lists.map(({ path }) => path[0]!))('should not be ours: 5. %s alone gives broken YAML', async (key) => {
    const result = await renderOn(4, { valuesObject: alone[key] });
    expect(result.ok && validateObjects(result.manifest)).toEqual([]);
    await renderValues(alone[key]);
  });

  it('should not be ours: 6. a zero taken for nothing', async () => {
    const objects = await renderValues({
      replicas: 0,
      engine: { seed: 0, maxLogLen: 0, cpuOffloadGb: 0, limitMmPerPrompt: { image: 0 } },
      tolerations: [{ operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0 }],
    });
    expect(only(objects, 'Deployment').spec.replicas).toBe(0);
    expect(commandLineOf(objects)).toEqual(
      expect.arrayContaining([
        '--seed=0',
        '--max-log-len=0',
        '--cpu-offload-gb=0',
        '--limit-mm-per-prompt={"image":0}',
      ]),
    );
    expect(podOf(objects).tolerations[0].tolerationSeconds).toBe(0);
  });

  it('should not be ours: 7. a Deployment that has no number of replicas and nobody who sets one', async () => {
    for (const replicas of [0, 1, 2]) {
      const objects = await renderValues({ replicas, persistence: { enabled: false } });
      expect(only(objects, 'Deployment').spec.replicas).toBe(replicas);
    }
  });

  it('should not be ours: 8. objects for what is turned off', async () => {
    const off = { ingress: { enabled: false }, persistence: { enabled: false }, serviceAccount: { create: false } };
    const left = ['ConfigMap/vllm-config', 'Deployment/vllm', 'Pod/vllm-test', 'Service/vllm'];
    expect(idsOf(await renderValues(off))).toEqual(left);
  });

  it('should not be ours: 9. names of more than 63 characters', async () => {
    const release = 'team-platform-production-qwen2-coder-instruct-awq-00';
    const objects = await render({ release, set: ['fullnameOverride=', `nameOverride=${'n'.repeat(42)}`] });
    const texts = (node: unknown): string[] =>
      isRecord(node) ? Object.values(node).flatMap(texts) : Array.isArray(node) ? node.flatMap(texts) : [String(node)];
    for (const { metadata } of objects) {
      expect(metadata.name.length).toBeLessThanOrEqual(63);
      for (const value of texts(metadata.labels)) expect(value.length).toBeLessThanOrEqual(63);
    }
    expect(podOf(objects)).not.toHaveProperty('hostname');
  });

  it('should not be ours: 10. selectors that hold labels of the user or of the tool', async () => {
    const labels = { commonLabels: { team: 'a' }, podLabels: { tier: 'b' } };
    const [usual, labelled] = await Promise.all([render(), renderValues(labels)]);
    for (const objects of [usual, labelled])
      expect(only(objects, 'Deployment').spec.selector.matchLabels).toEqual({
        'app.kubernetes.io/name': 'archon-vllm',
        'app.kubernetes.io/instance': 'archon',
        'app.kubernetes.io/component': 'server',
      });
  });

  it('should not be ours: 11. two releases that select each other’s pods', async () => {
    const [one, two] = await Promise.all(
      ['one', 'two'].map((release) => render({ release, set: ['fullnameOverride='] })),
    );
    expect(only(one!, 'Service').spec.selector).not.toEqual(only(two!, 'Service').spec.selector);
    expect(idsOf(one!).filter((id) => idsOf(two!).includes(id))).toEqual([]);
  });

  it('should not be ours: 12. a cache of 5Mi, no probe, no shared memory, an image that changes', async () => {
    const objects = await renderValues({ model: { id: 'a/b' } });
    expect(only(objects, 'PersistentVolumeClaim').spec.resources.requests.storage).toBe('50Gi');
    const { startupProbe, livenessProbe, readinessProbe } = containerOf(objects);
    for (const probe of [startupProbe, livenessProbe, readinessProbe]) expect(probe.httpGet.path).toBe('/health');
    expect(podOf(objects).volumes).toContainEqual({ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '2Gi' } });
    expect(goldenText(objects)).not.toMatch(/:latest/);
    const temporary = await renderValues({ persistence: { enabled: false } });
    expect(podOf(temporary).volumes).toContainEqual({ name: 'model-cache', emptyDir: {} });
  });

  describe('should not be ours: 13.', () => {
    it('a digest or a node selector in the wrong place', async () => {
      const digest = `sha256:${'a'.repeat(64)}`;
      const objects = await renderValues({
        image: { digest, release: '0.33.0' },
        nodeSelector: { gpu: 'yes' },
      });
      expect(containerOf(objects).image).toBe(`vllm/vllm-openai@${digest}`);
      expect(podOf(objects).nodeSelector).toEqual({ gpu: 'yes' });
    });

    it('switches written as --flag true', async () => {
      const line = commandLineOf(await renderValues({ engine: { enablePrefixCaching: true, enforceEager: false } }));
      expect(line.slice(-2)).toEqual(['--no-enforce-eager', '--enable-prefix-caching']);
    });

    it('a misspelt flag that reaches the pod', async () => {
      await expectRefused({ engine: { extraArgs: ['--max-model-lne=5'] } }, /--max-model-lne/);
    });

    it('a null that is a nil pointer', async () => {
      expect(await render({ set: ['engine=null', 'model=null', 'gpu=null'] })).toEqual(await render());
    });

    it('a GPU misspelt into a CPU', async () => {
      await expectRefused({ gpu: { enabeld: true } }, /'enabeld' not allowed/);
      await expectRefused({ gpu: { resourceName: 'nvida' } }, /gpu\/resourceName/);
      for (const objects of [
        await render(),
        await renderValues({ resources: { limits: { cpu: 1 }, requests: { cpu: 1 } } }),
      ])
        expect(containerOf(objects).resources.limits['nvidia.com/gpu']).toBe('1');
    });

    it('remote code that is trusted unasked, packages installed at start, VLLM_PORT set', async () => {
      const objects = await render();
      expect(commandLineOf(objects).join(' ')).not.toContain('trust-remote-code');
      expect(containerOf(objects).command).toEqual(['vllm', 'serve']);
      expect(Object.keys(envOf(objects))).not.toContain('VLLM_PORT');
    });
  });

  it('should not be ours: 14. VLLM_PORT injected by a Service named vllm', async () => {
    const objects = await render();
    expect(only(objects, 'Service').metadata.name).toBe('vllm');
    expect(podOf(objects).enableServiceLinks).toBe(false);
  });
});

// peer-charts.md §6. Unknown keys: closed-maps.test.ts. Three states and unset options: engine-flags.test.ts. Names and
// selectors: two-releases.test.ts. Same bytes twice, no :latest, strict Kubernetes: scenarios.test.ts.
describe('What other charts let pass', () => {
  it('should be refused with a sentence', async () => {
    await expectRefused({ gpu: { count: 0.5 } }, /got number, want (null or integer|integer or null)/);
    await expectRefused(
      { sharedMemory: { size: '32Gi' } },
      /counts against the memory limit \(24Gi\) and must be smaller/,
    );
    await expectRefused({ replicas: 2 }, /2 replicas cannot share a cache with access mode ReadWriteOnce/);
  });

  it('should render the same on any cluster and at any time: no lookup, no random value, no hook to serve', async () => {
    const objects = await render();
    const upgraded = await render({ isUpgrade: true });
    const elsewhere = await render({ kubeVersion: '1.30.0' });
    expect(upgraded).toEqual(objects);
    expect(elsewhere).toEqual(objects);
    const hooks = objects.map(({ metadata }) => metadata.annotations?.['helm.sh/hook']).filter(Boolean);
    expect(hooks).toEqual(['test']);
  });

  it.each([
    ['1.29.0', 'exec'],
    ['1.29.15-gke.100', 'exec'],
    ['1.30.0-gke.100', 'sleep'],
    ['1.31.2-eks-7f9249a', 'sleep'],
  ])(
    'should sleep before the end of a pod as Kubernetes %s can, by %s, and differ in nothing else',
    async (kubeVersion, by) => {
      const preStop = { exec: { exec: { command: ['sleep', '10'] } }, sleep: { sleep: { seconds: 10 } } }[by];
      const objects = structuredClone(await render({ kubeVersion }));
      expect(containerOf(objects).lifecycle).toEqual({ preStop });
      containerOf(objects).lifecycle = containerOf(await render()).lifecycle;
      expect(objects).toEqual(await render());
    },
  );

  it('should say which Kubernetes is too old', async () => {
    for (const error of await refusals({ kubeVersion: '1.28.9' })) expect(error).toMatch(/kubeVersion: >=1\.29\.0-0/);
  });

  it('should leave every optional volume valid alone', async () => {
    for (const values of [
      { persistence: { enabled: false } },
      { persistence: { existingClaim: 'models' } },
      { podSecurityContext: { runAsUser: 0, runAsNonRoot: false } },
    ]) {
      const result = await renderOn(3, { valuesObject: values });
      expect(result.ok && validateObjects(result.manifest)).toEqual([]);
    }
  });
});
