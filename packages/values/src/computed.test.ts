import { describe, expect, it } from 'vitest';
import { textOf } from './testing/problems-of.ts';
import { realModel, realValidation } from './testing/real-model.ts';
import { effectiveValues } from './validate-values.ts';
import { testModel } from './testing/test-model.ts';

const computedFrom = (user: Record<string, unknown>) => effectiveValues(realValidation, user).computed;

describe('the computed values of archon-vllm', () => {
  it('should follow from the defaults', () => {
    expect(computedFrom({})).toEqual({
      vllmImage: true,
      task: 'chat',
      gpusUsed: 1,
      sharedCache: false,
      downloadMBps: 8,
      resources: { requests: { cpu: '4', memory: '16Gi' }, limits: { memory: '24Gi' } },
      image: 'vllm/vllm-openai:v0.33.0',
      minDriver: '',
      nvidia: true,
      runtimeClassName: 'nvidia',
      release: '0.33.0',
      vllm: { version: '0.33.0', entrypoint: ['vllm'], shutdownTimeout: true, sslRefresh: true },
      runAsUser: 2000,
      home: '/home/vllm',
      modelCache: '/home/vllm/huggingface',
      recreate: true,
      startupFailureThreshold: 180,
      shutdownTimeoutSeconds: 60,
      terminationGracePeriodSeconds: 75,
      progressDeadlineSeconds: 2475,
      leastReplicas: 1,
      mostReplicas: 1,
      disruptionsAllowed: 1,
      scaleDownSeconds: 300,
      scaleDownPeriodSeconds: 75,
      kvCacheTarget: 800,
      neverEmpty: true,
      metrics: {},
      modelFromPreset: true,
      reservedEnv: expect.arrayContaining(['HF_TOKEN', 'VLLM_API_KEY']),
      reservedVolumes: ['adapters', 'home', 'model-cache', 'shm', 'tmp', 'vllm-tls'],
      mountableVolumes: ['home', 'model-cache', 'shm', 'tmp'],
      reservedMountPaths: ['/home/vllm', '/home/vllm/huggingface', '/tmp', '/dev/shm', '/etc/vllm-tls', '/adapters'],
      reservedLabels: expect.arrayContaining(['app.kubernetes.io/name', 'helm.sh/chart']),
      presetTitle: '',
      ingressController: '',
      lora: { adapters: 0, maxLoras: 0, maxLoraRank: 0 },
      downloads: [],
      tracingPort: '',
      tolerations: [],
      productLabels: [],
      apiPath: '/v1',
      routePath: '/v1',
      scheme: 'http',
      pollsCertificate: false,
      reachesOut: true,
      reachesByAddress: true,
      reachedHosts: ['huggingface.co'],
      compileCache: '/home/vllm/huggingface/compiled',
      catalogModel: expect.objectContaining({ positions: 32_768 }),
      bucket: false,
      downloadGB: 10,
      hardware: { gpu: '', unknown: [], refused: [], allowed: [], notes: [] },
    });
  });

  it.each<[name: string, user: Record<string, unknown>, value: unknown]>([
    ['release', { image: { tag: 'v0.4.0' } }, '0.4.0'],
    ['release', { image: { tag: 'v0.33.0-cu129', release: '0.4.0' } }, '0.4.0'],
    ['pollsCertificate', { tls: { existingSecret: 'a' } }, true],
    ['pollsCertificate', { tls: { existingSecret: 'a' }, preset: 'archon-seed' }, false],
    [
      'pollsCertificate',
      { tls: { existingSecret: 'a' }, extraEnv: [{ name: 'WATCHFILES_FORCE_POLLING', value: '' }] },
      false,
    ],
    ['release', { image: { tag: 'nightly' } }, ''],
    ['release', { image: { digest: 'sha256:1' } }, ''],
    ['release', { image: { digest: 'sha256:1', release: '0.4.0' } }, '0.4.0'],
    ['release', { preset: 'archon-seed' }, '0.4.0'],
    ['release', { image: { tag: 'v0.33.0@sha256:1' } }, '0.33.0'],
    ['release', { image: { tag: 'v0.33.0', digest: 'sha256:1' } }, '0.33.0'],
    ['release', { image: { tag: 'v0.6.6.post1' } }, '0.6.6'],
    ['release', { image: { tag: 'v0.9.0-x86_64' } }, '0.9.0'],
    ['release', { image: { repository: 'vllm/vllm-openai-cpu', tag: 'v0.9.0' } }, '0.9.0'],
    ['release', { image: { repository: 'rocm/vllm', tag: 'v0.9.0' } }, ''],
    ['release', { image: { repository: 'rocm/vllm', tag: 'v0.9.0', release: '0.19.0' } }, '0.19.0'],
    ['image', { image: { tag: 'v0.9.0', digest: 'sha256:1' } }, 'vllm/vllm-openai:v0.9.0@sha256:1'],
    ['image', { image: { tag: 'v0.9.0@sha256:1' } }, 'vllm/vllm-openai:v0.9.0@sha256:1'],
    ['image', { image: { digest: 'sha256:1' }, preset: 'archon-seed' }, 'vllm/vllm-openai@sha256:1'],
    ['image', { preset: 'archon-seed' }, 'vllm/vllm-openai:v0.4.0'],
    ['runtimeClassName', { gpu: { resourceName: 'amd.com/gpu' } }, ''],
    ['runtimeClassName', { gpu: { resourceName: 'amd.com/gpu', runtimeClassName: 'amd' } }, 'amd'],
    ['runtimeClassName', { gpu: { runtimeClassName: '' } }, ''],
    ['ingressController', { ingress: { className: 'alb' } }, 'aws'],
    ['ingressController', { ingress: { className: 'gce' } }, 'gke'],
    ['ingressController', { ingress: { className: 'internal', controller: 'haproxy' } }, 'haproxy'],
    ['vllm', { image: { tag: 'v9.9.9' } }, {}],
    ['vllm', { image: { tag: 'nightly' } }, {}],
    ['runAsUser', { securityContext: { runAsUser: 0 } }, 0],
    ['runAsUser', { podSecurityContext: { runAsUser: 1000 } }, 1000],
    ['runAsUser', { securityContext: { runAsUser: 5 }, podSecurityContext: { runAsUser: 6 } }, 5],
    ['runAsUser', { preset: 'archon-seed' }, 0],
    ['runAsUser', { podSecurityContext: { runAsUser: null } }, 2000],
    ['runAsUser', { podSecurityContext: { runAsUser: null, runAsNonRoot: false } }, 0],
    ['home', { podSecurityContext: { runAsUser: 0 } }, '/root'],
    ['recreate', { strategy: 'RollingUpdate' }, false],
    ['recreate', { replicas: 2 }, true],
    ['recreate', { replicas: 2, persistence: { accessModes: ['ReadWriteMany'] } }, false],
    ['recreate', { replicas: 2, persistence: { enabled: false } }, false],
    ['recreate', { replicas: 2, persistence: { enabled: false }, strategy: 'Recreate' }, true],
    ['recreate', { replicas: 0 }, true],
    ['startupFailureThreshold', { startup: { timeoutSeconds: 61 } }, 7],
    ['startupFailureThreshold', { startup: { timeoutSeconds: 60 } }, 6],
    ['startupFailureThreshold', { startup: { timeoutSeconds: 61 }, probes: { startup: { periodSeconds: 60 } } }, 2],
    ['shutdownTimeoutSeconds', { drain: { shutdownTimeoutSeconds: 300 } }, 300],
    ['shutdownTimeoutSeconds', { drain: { shutdownTimeoutSeconds: 0 } }, 0],
    ['shutdownTimeoutSeconds', { drain: { shutdownTimeoutSeconds: null } }, 60],
    ['shutdownTimeoutSeconds', { preset: 'archon-seed' }, 0],
    ['shutdownTimeoutSeconds', { preset: 'archon-seed', drain: { shutdownTimeoutSeconds: 300 } }, 0],
    ['shutdownTimeoutSeconds', { image: { tag: 'nightly' } }, 0],
    ['terminationGracePeriodSeconds', { drain: { preStopSleepSeconds: 0, shutdownTimeoutSeconds: 0 } }, 5],
    ['terminationGracePeriodSeconds', { drain: { shutdownTimeoutSeconds: 300 } }, 315],
    ['terminationGracePeriodSeconds', { drain: { terminationGracePeriodSeconds: 1 } }, 1],
    ['terminationGracePeriodSeconds', { preset: 'archon-seed' }, 15],
    ['progressDeadlineSeconds', { startup: { timeoutSeconds: 60 } }, 735],
    ['progressDeadlineSeconds', { model: { id: 'other/model' } }, 4275],
    ['progressDeadlineSeconds', { drain: { terminationGracePeriodSeconds: 1000 } }, 3400],
    ['modelFromPreset', { model: { id: 'other/model' } }, false],
    ['modelFromPreset', { model: { id: 'org/model' } }, true],
    ['modelFromPreset', { preset: '' }, false],
    ['modelFromPreset', { model: { id: '/models/mine', copyOf: 'org/model' } }, true],
    ['modelFromPreset', { model: { id: 'org/model', copyOf: 'Qwen/Qwen3-8B' } }, false],
    ['downloadGB', { model: { id: 'other/model' } }, 0],
    ['downloadGB', { model: { id: 'mirror/qwen3', copyOf: 'Qwen/Qwen3-8B' } }, 16],
    ['downloadGB', { model: { id: '/models/mine', copyOf: 'org/model' } }, 0],
    ['downloadGB', { model: { id: 's3://models/qwen3', copyOf: 'Qwen/Qwen3-8B' } }, 0],
    ['bucket', { model: { id: 'gs://models/qwen3' } }, true],
    ['bucket', { model: { id: 's3/models' } }, false],
    ['reachesOut', { huggingFace: { offline: true } }, false],
    ['reachesByAddress', { networkPolicy: { cilium: { enabled: true } } }, false],
    ['reachesOut', { huggingFace: { offline: true }, model: { id: 's3://models/qwen3' } }, true],
  ])('should give %s for %j', (name, user, value) => {
    expect(computedFrom(user)[name]).toEqual(value);
  });

  it('should say what the preset says about itself', () => {
    const presets = { small: { hardware: {}, model: { model: { id: 'a' } }, about: { title: 'A title' } } };
    const { computed } = effectiveValues({ ...realValidation, presets }, { preset: 'small' });
    expect(computed).toMatchObject({ presetTitle: 'A title' });
  });

  it('should be described, for the templates that use them', () => {
    for (const { name, schema } of realModel.computed) expect(schema.description, name).toMatch(/\.$/);
  });
});

describe('inOrderOfUse', () => {
  const feature = (computed: string) =>
    `title: T\ndescription: D.\nvalues: {}\ncomputed:\n${computed.replace(/^/gm, '  ')}\n`;
  const integer = (name: string, value: string) => `${name}: { description: N., type: integer, value: ${value} }`;
  const read = (...features: string[][]) =>
    testModel({
      features: Object.fromEntries(features.map((lines, index) => [`f${index}`, feature(lines.join('\n'))])),
    });

  it('should put each computed value after those that it uses, in whatever file they are', () => {
    const model = read(
      [integer('c', '(add computed.b 100)'), integer('d', '(add 1 1)')],
      [integer('b', '(add computed.a 10)'), integer('a', '(add 1 0)')],
    );
    expect(model.computed.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
    expect(effectiveValues({ model, presets: {} }, {}).computed).toEqual({ a: 1, b: 11, c: 111, d: 2 });
  });

  it('should refuse a circle, with its path', () => {
    const text = textOf(() => read([integer('a', '(add computed.b 1)'), integer('b', '(add 1 computed.a)')]));
    expect(text).toMatch(
      /^schemas\/test-chart\/f0\.yaml:5:40\n {2}Computed values use each other in a circle: a -> b -> a\.\n/,
    );
    expect(text.match(/circle/g)).toHaveLength(1);
  });

  it('should refuse a name that is taken, and expressions that cannot be read, together', () => {
    const text = textOf(() => read([integer('a', '(add 1'), integer('b', '(addd 1 2)')], [integer('a', '(add 1)')]));
    expect(text.match(/^schemas.*\n.*?(?=: Exp|$)/gm)).toEqual([
      'schemas/test-chart/f0.yaml:5:40\n  "(add 1" cannot be read',
      'schemas/test-chart/f0.yaml:6:40\n  There is no function "addd".',
      'schemas/test-chart/f1.yaml:5:40\n  "add" takes 2 to 9 arguments, not 1.',
      'schemas/test-chart/f1.yaml:5:40\n  There is a computed value "a" already.',
    ]);
    expect(text).toContain('Did you mean "add"?');
  });
});
