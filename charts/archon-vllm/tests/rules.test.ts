import { describe, expect, it } from 'vitest';
import { model } from './support/chart.ts';
import { problemsOf } from './support/problems.ts';
import { isRendered, refusals } from './support/render.ts';

interface Case {
  /** The rule of schemas/rules/archon-vllm/rules.yaml. */
  rule: string;
  path: string;
  /** Values that break it, and values that are nearly the same but fine. */
  broken: object;
  fine: object;
}

const root = { runAsUser: 0, runAsNonRoot: false };
const digest = `sha256:${'0'.repeat(64)}`;
const limits = (memory: string) => ({ limits: { memory } });
const requests = (requested: object) => ({ resources: { requests: requested } });
const named = (...names: string[]) => names.map((name) => ({ name }));

const cases: Case[] = [
  { rule: 'model-missing', path: 'model.id', broken: { preset: '' }, fine: { preset: '', model: { id: 'a/b' } } },
  {
    rule: 'release-unknown',
    path: 'image.release',
    broken: { image: { tag: 'nightly' } },
    fine: { image: { tag: 'nightly', release: '0.33.0' } },
  },
  {
    rule: 'release-unknown',
    path: 'image.release',
    broken: { image: { digest } },
    fine: { image: { digest, release: '0.33.0' } },
  },
  {
    rule: 'release-unknown', // the tag of the preset says nothing about a digest of the user
    path: 'image.release',
    broken: { preset: 'archon-seed', image: { digest } },
    fine: { preset: 'archon-seed', image: { digest, release: '0.4.0' } },
  },
  {
    rule: 'release-too-old',
    path: 'image.tag',
    broken: { image: { tag: 'v0.3.3' }, podSecurityContext: root },
    fine: { image: { tag: 'v0.4.0' }, podSecurityContext: root },
  },
  {
    rule: 'image-latest',
    path: 'image.tag',
    broken: { image: { tag: 'latest', release: '0.33.0' } },
    fine: { image: { tag: 'latest-ish', release: '0.33.0' } },
  },
  {
    rule: 'image-digest-and-tag',
    path: 'image.digest',
    broken: { image: { tag: 'v0.33.0', digest, release: '0.33.0' } },
    fine: { preset: 'archon-seed', image: { digest, release: '0.33.0' } },
  },
  {
    rule: 'image-release-and-tag',
    path: 'image.release',
    broken: { image: { tag: 'v0.33.0-cu130', release: '0.32.0' } },
    fine: { image: { tag: 'v0.33.0-cu130', release: '0.33.0' } },
  },
  {
    rule: 'extra-env-internal',
    path: 'extraEnv',
    broken: { extraEnv: [{ name: 'VLLM_PORT', value: '8000' }] },
    fine: { extraEnv: [{ name: 'VLLM_LOGGING_LEVEL', value: 'DEBUG' }] },
  },
  {
    rule: 'extra-mounts-reserved',
    path: 'extraVolumeMounts',
    broken: { extraVolumeMounts: [{ name: 'tmp', mountPath: '/dev/shm' }] },
    fine: { extraVolumeMounts: [{ name: 'tmp', mountPath: '/scratch' }] },
  },
  {
    rule: 'extra-mounts-twice',
    path: 'extraVolumeMounts',
    broken: {
      extraVolumeMounts: [
        { name: 'tmp', mountPath: '/scratch' },
        { name: 'home', mountPath: '/scratch' },
      ],
    },
    fine: {
      extraVolumeMounts: [
        { name: 'tmp', mountPath: '/scratch' },
        { name: 'tmp', mountPath: '/scratch-too' },
      ],
    },
  },
  {
    rule: 'extra-mounts-without-volume',
    path: 'extraVolumeMounts',
    broken: { extraVolumeMounts: [{ name: 'templates', mountPath: '/templates' }] },
    fine: {
      extraVolumes: [{ name: 'templates', emptyDir: {} }],
      extraVolumeMounts: [{ name: 'templates', mountPath: '/templates' }],
    },
  },
  {
    rule: 'extra-mounts-without-volume', // root has its home in the image
    path: 'extraVolumeMounts',
    broken: { preset: 'archon-seed', extraVolumeMounts: [{ name: 'home', mountPath: '/more' }] },
    fine: { extraVolumeMounts: [{ name: 'home', mountPath: '/more' }] },
  },
  {
    rule: 'access-mode-of-one-pod',
    path: 'storage.accessModes',
    broken: { storage: { accessModes: ['ReadWriteOnce', 'ReadWriteOncePod'] } },
    fine: { storage: { accessModes: ['ReadWriteOncePod'] } },
  },
  {
    rule: 'checksum-annotation',
    path: 'podAnnotations',
    broken: { podAnnotations: { 'checksum/config': 'x' } },
    fine: { podAnnotations: { 'checksum/other': 'x' } },
  },
  {
    rule: 'image-needs-root',
    path: 'podSecurityContext.runAsUser',
    broken: { image: { tag: 'v0.21.0' } },
    fine: { image: { tag: 'v0.22.1' } },
  },
  {
    rule: 'image-needs-root',
    path: 'podSecurityContext.runAsUser',
    broken: { image: { tag: 'v0.10.2' }, podSecurityContext: root, securityContext: { runAsUser: 1000 } },
    fine: { image: { tag: 'v0.10.2' }, podSecurityContext: root },
  },
  {
    rule: 'root-refused-by-run-as-non-root',
    path: 'podSecurityContext.runAsNonRoot',
    broken: { podSecurityContext: { runAsUser: 0 } },
    fine: { podSecurityContext: root },
  },
  {
    rule: 'root-refused-by-run-as-non-root',
    path: 'podSecurityContext.runAsNonRoot',
    broken: { securityContext: { runAsUser: 0 } },
    fine: { securityContext: { runAsUser: 0, runAsNonRoot: false } },
  },
  {
    rule: 'gpu-count',
    path: 'gpu.count',
    broken: { engine: { tensorParallelSize: 2, pipelineParallelSize: 2 }, gpu: { count: 2 } },
    fine: { engine: { tensorParallelSize: 2, pipelineParallelSize: 2 }, gpu: { count: 4 } },
  },
  { rule: 'gpu-count', path: 'gpu.count', broken: { gpu: { count: 2 } }, fine: { gpu: { count: 1 } } },
  {
    rule: 'gpu-unknown',
    path: 'gpu.product',
    broken: { gpu: { product: 'rtx-5070ti', allowUnsupported: true } },
    fine: { gpu: { product: 'rtx-5070-ti' } },
  },
  {
    rule: 'gpu-unsupported', // the image has no kernels for compute capability 12.0
    path: 'gpu.product',
    broken: { preset: 'archon-seed', gpu: { product: 'rtx-5080' } },
    fine: { preset: 'archon-seed', gpu: { product: 'rtx-4080' } },
  },
  {
    rule: 'gpu-unsupported', // 14B with 8192 tokens on 12 GB
    path: 'gpu.product',
    broken: { gpu: { product: 'rtx-5070' } },
    fine: { gpu: { product: 'rtx-5070' }, engine: { kvCacheMemoryBytes: 1073741824 } },
  },
  {
    rule: 'gpu-unsupported', // CUDA 13 left Volta
    path: 'gpu.product',
    broken: { gpu: { product: 'v100-32gb' } },
    fine: { gpu: { product: 'v100-32gb', allowUnsupported: true } },
  },
  {
    rule: 'gpu-unsupported', // AWQ needs Turing
    path: 'gpu.product',
    broken: {
      image: { tag: 'v0.16.0' },
      podSecurityContext: root,
      model: { id: 'Qwen/Qwen2.5-Coder-7B-Instruct-AWQ' },
      gpu: { product: 'v100-32gb' },
    },
    fine: {
      image: { tag: 'v0.16.0' },
      podSecurityContext: root,
      model: { id: 'Qwen/Qwen2.5-Coder-7B-Instruct' },
      gpu: { product: 'v100-32gb' },
    },
  },
  {
    rule: 'gpu-unsupported', // an image of one's own may have the kernels
    path: 'gpu.product',
    broken: { image: { repository: 'mirror.example.com/vllm/vllm-openai' }, gpu: { product: 'v100-32gb' } },
    fine: { image: { repository: 'mirror.example.com/vllm/volta' }, gpu: { product: 'v100-32gb' } },
  },
  {
    rule: 'shared-memory',
    path: 'sharedMemory.size',
    broken: { sharedMemory: { size: '24Gi' } },
    fine: { sharedMemory: { size: '24575Mi' } },
  },
  {
    rule: 'shared-memory',
    path: 'sharedMemory.size',
    broken: { sharedMemory: { size: '20Gi' }, resources: { limits: { memory: 17179869184 } } },
    fine: { sharedMemory: { size: '15Gi' }, resources: { limits: { memory: 17179869184 } } },
  },
  {
    rule: 'memory-request',
    path: 'resources.requests.memory',
    broken: requests({ memory: '26G', cpu: 1 }),
    fine: { resources: { ...requests({ memory: '26G' }).resources, ...limits('25Gi') } },
  },
  {
    rule: 'cpu-request',
    path: 'resources.requests.cpu',
    broken: requests({ cpu: '8001m' }),
    fine: requests({ cpu: '8000m' }),
  },
  {
    rule: 'cpu-request',
    path: 'resources.requests.cpu',
    broken: { resources: { requests: { cpu: '2301m' }, limits: { cpu: '2.3' } } },
    fine: { resources: { requests: { cpu: '2300m' }, limits: { cpu: '2.3' } } },
  },
  {
    rule: 'gpu-in-resources',
    path: 'resources',
    broken: { resources: { limits: { 'nvidia.com/gpu': 1 } } },
    fine: { resources: { limits: { 'example.com/fpga': 1 } } },
  },
  {
    rule: 'replicas-share-cache',
    path: 'replicas',
    broken: { replicas: 2 },
    fine: { replicas: 2, storage: { accessModes: ['ReadWriteOnce', 'ReadWriteMany'] } },
  },
  {
    rule: 'existing-claim-and-size',
    path: 'storage.size',
    broken: { storage: { existingClaim: 'models', size: '50Gi' } },
    fine: { storage: { existingClaim: 'models' } },
  },
  {
    rule: 'existing-claim-disabled',
    path: 'storage.existingClaim',
    broken: { storage: { existingClaim: 'models', enabled: false } },
    fine: { storage: { existingClaim: 'models', enabled: true } },
  },
  {
    rule: 'offline-without-model',
    path: 'huggingFace.offline',
    broken: { huggingFace: { offline: true }, storage: { enabled: false } },
    fine: { huggingFace: { offline: true }, storage: { enabled: false }, extraVolumes: named('models') },
  },
  {
    rule: 'node-port-type',
    path: 'service.nodePort',
    broken: { service: { nodePort: 30800 } },
    fine: { service: { nodePort: 30800, type: 'LoadBalancer' } },
  },
  {
    rule: 'tls-without-host',
    path: 'ingress.host',
    broken: { ingress: { host: '', tls: { enabled: true } } },
    fine: { ingress: { host: '', tls: { enabled: false, secretName: 'tls' } } },
  },
  {
    rule: 'shutdown-timeout',
    path: 'drain.shutdownTimeoutSeconds',
    broken: { preset: 'archon-seed', drain: { shutdownTimeoutSeconds: 60 } },
    fine: { preset: 'archon-seed', drain: { shutdownTimeoutSeconds: 0 } },
  },
  {
    rule: 'shutdown-timeout',
    path: 'drain.shutdownTimeoutSeconds',
    broken: { image: { tag: 'v0.17.1' }, podSecurityContext: root, drain: { shutdownTimeoutSeconds: 1 } },
    fine: { image: { tag: 'v0.18.1' }, podSecurityContext: root, drain: { shutdownTimeoutSeconds: 1 } },
  },
  {
    rule: 'grace-period',
    path: 'drain.terminationGracePeriodSeconds',
    broken: { drain: { terminationGracePeriodSeconds: 69 } },
    fine: { drain: { terminationGracePeriodSeconds: 70 } },
  },
  {
    rule: 'grace-period',
    path: 'drain.terminationGracePeriodSeconds',
    broken: { drain: { shutdownTimeoutSeconds: 600, terminationGracePeriodSeconds: 75 } },
    fine: { drain: { shutdownTimeoutSeconds: 600 } },
  },
  {
    rule: 'grace-period', // a release that cannot wait needs no time for it
    path: 'drain.terminationGracePeriodSeconds',
    broken: { preset: 'archon-seed', drain: { terminationGracePeriodSeconds: 9 } },
    fine: { preset: 'archon-seed', drain: { terminationGracePeriodSeconds: 10 } },
  },
  {
    rule: 'tool-parser',
    path: 'engine.enableAutoToolChoice',
    broken: { engine: { enableAutoToolChoice: true } },
    fine: { engine: { enableAutoToolChoice: false } },
  },
  {
    rule: 'lora-rank',
    path: 'engine.enableLora',
    broken: { engine: { maxLoras: 1, enableLora: false } },
    fine: { engine: { maxLoras: 1, enableLora: true } },
  },
  {
    rule: 'typed-flags',
    path: 'engine',
    broken: { image: { tag: 'v0.10.2' }, podSecurityContext: root, engine: { attentionBackend: 'TRITON_ATTN' } },
    fine: { image: { tag: 'v0.13.0' }, podSecurityContext: root, engine: { attentionBackend: 'TRITON_ATTN' } },
  },
  {
    rule: 'engine-choices',
    path: 'engine',
    broken: { engine: { quantization: 'gtpq' } },
    fine: { engine: { quantization: 'awq_marlin' } },
  },
  {
    rule: 'engine-choices',
    path: 'engine',
    broken: { engine: { toolCallParser: 'mine' } },
    fine: { engine: { toolCallParser: 'mine', extraArgs: ['--tool-parser-plugin=/plugins/mine.py'] } },
  },
  {
    rule: 'engine-choices',
    path: 'engine',
    broken: { image: { tag: 'v0.33.0' }, engine: { kvCacheDtype: 'fp9' } },
    // Of a release that the catalog does not have nothing is known.
    fine: { image: { tag: 'v0.99.0' }, engine: { kvCacheDtype: 'fp9' } },
  },
  {
    rule: 'typed-flags',
    path: 'engine',
    broken: { preset: 'archon-seed', engine: { enforceEager: false } },
    fine: { preset: 'archon-seed', engine: { enforceEager: true } },
  },
  {
    rule: 'extra-args',
    path: 'engine.extraArgs',
    broken: { engine: { extraArgs: ['--max-logprob=5'] } },
    fine: { engine: { extraArgs: ['--max-logprobs=5'] } },
  },
  {
    rule: 'extra-args',
    path: 'engine.extraArgs',
    broken: { engine: { extraArgs: ['--all2all-backend=nope'] } },
    fine: { engine: { extraArgs: ['--all2all-backend=naive', '--mm-processor-device=cuda'] } },
  },
  {
    rule: 'extra-env-reserved',
    path: 'extraEnv',
    broken: { extraEnv: named('VLLM_API_KEY') },
    fine: { extraEnv: named('VLLM_API_KEYS') },
  },
  {
    rule: 'extra-env-twice',
    path: 'extraEnv',
    broken: { extraEnv: named('A', 'B', 'A') },
    fine: { extraEnv: named('A', 'B', 'a') },
  },
  {
    rule: 'extra-volumes-reserved',
    path: 'extraVolumes',
    broken: { extraVolumes: named('shm') },
    fine: { extraVolumes: named('shm-2') },
  },
  {
    rule: 'extra-volumes-twice',
    path: 'extraVolumes',
    broken: { extraVolumes: named('a', 'a') },
    fine: { extraVolumes: named('a', 'b') },
  },
  {
    rule: 'extra-init-containers',
    path: 'extraInitContainers',
    broken: { extraInitContainers: named('vllm') },
    fine: { extraInitContainers: named('vllm-wait') },
  },
  {
    rule: 'extra-init-containers',
    path: 'extraInitContainers',
    broken: { extraInitContainers: named('a', 'a') },
    fine: { extraInitContainers: named('a', 'b') },
  },
  {
    rule: 'pod-labels-reserved',
    path: 'podLabels',
    broken: { podLabels: { 'app.kubernetes.io/instance': 'mine' } },
    fine: { podLabels: { 'app.kubernetes.io/component': 'mine' } },
  },
  {
    rule: 'common-labels-reserved',
    path: 'commonLabels',
    broken: { commonLabels: { 'app.kubernetes.io/name': 'mine' } },
    fine: { commonLabels: { 'app.kubernetes.io/part-of': 'mine' } },
  },
  {
    rule: 'labels-twice',
    path: 'podLabels',
    broken: { podLabels: { team: 'a' }, commonLabels: { team: 'b' } },
    fine: { podLabels: { tier: 'a' }, commonLabels: { team: 'b' } },
  },
];

/** Rules whose sentences Helm words for itself, because it has no table of similar names. */
const wordedByHelm = ['typed-flags', 'extra-args', 'gpu-unknown'];

describe('The rules', () => {
  it('should each have a case here', () => {
    expect([...new Set(cases.map(({ rule }) => rule))].sort()).toEqual(model.rules.map(({ name }) => name).sort());
  });

  it.concurrent.each(cases)('should refuse $rule, once and at $path: $broken', async ({ rule, path, broken }) => {
    const problems = problemsOf(broken);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    for (const error of await refusals({ valuesObject: broken })) {
      expect(error).toContain(`- ${path}: ${wordedByHelm.includes(rule) ? '' : problems[0]!.message}`);
      expect(error.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(1);
      expect(error).not.toMatch(/%!|<no value>|<nil>|map\[|undefined/);
    }
  });

  it.concurrent.each(cases)('should leave the near miss of $rule alone: $fine', async ({ fine }) => {
    expect(problemsOf(fine)).toEqual([]);
    expect(await isRendered({ valuesObject: fine })).toBe(true);
  });

  it('should be reported together', async () => {
    const broken = {
      replicas: 2,
      gpu: { count: 3 },
      service: { nodePort: 30800 },
      extraEnv: named('HOME', 'A', 'A'),
      engine: { maxLoras: 2, extraArgs: ['--max-logprob=5', '--host=0.0.0.0', 'stray'] },
    };
    const paths = problemsOf(broken).map(({ path }) => path);
    expect(new Set(paths)).toEqual(
      new Set(['replicas', 'gpu.count', 'service.nodePort', 'extraEnv', 'engine.enableLora', 'engine.extraArgs']),
    );
    for (const error of await refusals({ valuesObject: broken })) {
      const lines = error.split('\n').filter((line) => line.startsWith('- '));
      expect(lines.map((line) => line.slice(2).split(':')[0])).toEqual(paths);
    }
  });
});
