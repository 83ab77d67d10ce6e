import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { KubernetesObject } from '@archon/testbed/helm';
import { render } from './support/render.ts';
import { argsOf, containerOf, envOf, idsOf, only, podOf } from './support/workload.ts';

const name = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';
const fromConfig = (key: string) => ({ configMapKeyRef: { name: 'vllm-config', key } });

describe('The default install', () => {
  let objects: KubernetesObject[];
  beforeAll(async () => void (objects = await render({ release: 'archon', namespace: 'archon-system' })));

  it('should be the five objects of the reference system, and a pod for helm test', () => {
    expect(idsOf(objects)).toEqual([
      'ConfigMap/vllm-config',
      'Deployment/vllm',
      'Ingress/vllm',
      'PersistentVolumeClaim/model-cache',
      'Pod/vllm-test',
      'Service/vllm',
    ]);
    for (const { metadata } of objects) expect(metadata.namespace).toBe('archon-system');
  });

  it('should configure the model by four keys', () => {
    expect(only(objects, 'ConfigMap').data).toEqual({
      llm_model: name,
      gpu_memory_utilization: '0.90',
      max_model_len: '8192',
      quantization: 'gptq',
    });
  });

  it('should drive the server by those keys', () => {
    expect(containerOf(objects).command).toEqual(['vllm', 'serve']);
    expect(argsOf(objects)).toEqual([
      '$(LLM_MODEL)',
      '--host=0.0.0.0',
      '--port=8000',
      '--shutdown-timeout=60',
      '--gpu-memory-utilization=$(GPU_MEMORY_UTILIZATION)',
      '--max-model-len=$(MAX_MODEL_LEN)',
      '--quantization=$(QUANTIZATION)',
      '--max-num-seqs=16',
    ]);
    const compiled = '/home/vllm/huggingface/compiled/5c59637da07d/$(ARCHON_NODE_NAME)';
    expect(envOf(objects)).toEqual({
      LLM_MODEL: fromConfig('llm_model'),
      GPU_MEMORY_UTILIZATION: fromConfig('gpu_memory_utilization'),
      MAX_MODEL_LEN: fromConfig('max_model_len'),
      QUANTIZATION: fromConfig('quantization'),
      HOME: '/home/vllm',
      USER: 'vllm',
      HF_HOME: '/home/vllm/huggingface',
      ARCHON_NODE_NAME: { fieldRef: { fieldPath: 'spec.nodeName' } },
      CUDA_CACHE_PATH: `${compiled}/cuda`,
      FLASHINFER_WORKSPACE_BASE: `${compiled}/flashinfer`,
      TRITON_CACHE_DIR: `${compiled}/triton`,
      VLLM_CACHE_ROOT: `${compiled}/vllm`,
      VLLM_ENGINE_READY_TIMEOUT_S: '1800',
      VLLM_NO_USAGE_STATS: '1',
    });
  });

  it('should run a release that knows the hardware named', () => {
    expect(containerOf(objects)).toMatchObject({
      image: 'vllm/vllm-openai:v0.33.0',
      imagePullPolicy: 'IfNotPresent',
      ports: [{ name: 'http', containerPort: 8000, protocol: 'TCP' }],
    });
  });

  it('should ask for one GPU, and for the memory and CPU of the reference system', () => {
    expect(podOf(objects).runtimeClassName).toBe('nvidia');
    expect(containerOf(objects).resources).toEqual({
      requests: { cpu: '4', memory: '16Gi', 'nvidia.com/gpu': '1' },
      limits: { memory: '24Gi', 'nvidia.com/gpu': '1' },
    });
  });

  it('should replace its one pod without a second GPU, in the time that a start may take', () => {
    const { replicas, strategy, progressDeadlineSeconds } = only(objects, 'Deployment').spec;
    expect({ replicas, strategy }).toEqual({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(progressDeadlineSeconds).toBeGreaterThan(30 * 60);
  });

  it('should ask /health, and give a start 30 minutes', () => {
    const { startupProbe, livenessProbe, readinessProbe } = containerOf(objects);
    for (const probe of [startupProbe, livenessProbe, readinessProbe])
      expect(probe.httpGet).toEqual({ path: '/health', port: 'http' });
    expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBe(30 * 60);
    expect(livenessProbe.periodSeconds * livenessProbe.failureThreshold).toBeGreaterThanOrEqual(60);
  });

  it('should leave the Service before it ends, and give running requests a minute', () => {
    expect(containerOf(objects).lifecycle).toEqual({ preStop: { sleep: { seconds: 10 } } });
    expect(podOf(objects).terminationGracePeriodSeconds).toBe(10 + 60 + 5);
  });

  it('should keep 50Gi of downloads, also when the release goes', () => {
    const { metadata, spec } = only(objects, 'PersistentVolumeClaim');
    expect(spec).toEqual({ accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '50Gi' } } });
    expect(metadata.annotations).toEqual({
      'helm.sh/resource-policy': 'keep',
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
    });
    expect(podOf(objects).volumes).toContainEqual({
      name: 'model-cache',
      persistentVolumeClaim: { claimName: 'model-cache' },
    });
  });

  it('should mount the cache under the home of its user', () => {
    expect(containerOf(objects).volumeMounts).toEqual([
      { name: 'home', mountPath: '/home/vllm' },
      { name: 'model-cache', mountPath: '/home/vllm/huggingface' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'shm', mountPath: '/dev/shm' },
    ]);
    expect(podOf(objects).volumes).toContainEqual({ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '2Gi' } });
  });

  it('should not let the container runtime create a folder in a volume: only root could write to it', () => {
    const paths = (containerOf(objects).volumeMounts as { mountPath: string }[]).map(({ mountPath }) => mountPath);
    const nested = paths.flatMap((inner) =>
      paths.filter((outer) => inner.startsWith(`${outer}/`)).map((outer) => [inner, outer]),
    );
    expect(nested).toEqual([['/home/vllm/huggingface', '/home/vllm']]);
    for (const [inner, outer] of nested) expect(dirname(inner!)).toBe(outer);
  });

  it('should be reached at vllm.archon-system.svc.cluster.local:8000', () => {
    expect(only(objects, 'Service').spec).toEqual({
      type: 'ClusterIP',
      selector: {
        'app.kubernetes.io/name': 'archon-vllm',
        'app.kubernetes.io/instance': 'archon',
        'app.kubernetes.io/component': 'server',
      },
      ports: [{ name: 'http', port: 8000, targetPort: 'http', protocol: 'TCP' }],
    });
  });

  it('should be reached at archon.home.local, under the routes that a key protects', () => {
    const { metadata, spec } = only(objects, 'Ingress');
    expect(spec).toEqual({
      rules: [
        {
          host: 'archon.home.local',
          http: {
            paths: [
              { path: '/v1', pathType: 'Prefix', backend: { service: { name: 'vllm', port: { name: 'http' } } } },
            ],
          },
        },
      ],
    });
    expect(metadata.annotations).toBeUndefined();
  });

  it('should let no Service inject VLLM_PORT, and mount no token', () => {
    expect(podOf(objects)).toMatchObject({ enableServiceLinks: false, automountServiceAccountToken: false });
    expect(podOf(objects)).toHaveProperty('serviceAccountName', 'default');
  });

  it('should meet the restricted Pod Security Standard', () => {
    const pod = podOf(objects);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.securityContext.runAsUser).toBe(2000);
    expect(containerOf(objects).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    for (const { name: _, ...source } of pod.volumes)
      expect(['emptyDir', 'persistentVolumeClaim']).toContain(Object.keys(source).join());
    for (const namespace of ['hostNetwork', 'hostPID', 'hostIPC']) expect(pod).not.toHaveProperty(namespace);
  });

  it('should roll the pods when the ConfigMap changes, and only then', async () => {
    const checksum = (rendered: KubernetesObject[]) =>
      only(rendered, 'Deployment').spec.template.metadata.annotations['checksum/config'];
    const changed = await render({ set: ['engine.maxModelLen=4096'] });
    const same = await render({ set: ['service.port=80'] });
    expect(checksum(objects)).toMatch(/^[0-9a-f]{64}$/);
    expect(checksum(changed)).not.toBe(checksum(objects));
    expect(checksum(same)).toBe(checksum(objects));
  });
});

describe('The preset archon-seed', () => {
  let objects: KubernetesObject[];
  beforeAll(async () => void (objects = await render({ set: ['preset=archon-seed'] })));

  it('should run the document’s image by the command of its release', () => {
    const { image, command, args } = containerOf(objects);
    expect(image).toBe('vllm/vllm-openai:v0.4.0');
    expect(command).toEqual(['python3', '-m', 'vllm.entrypoints.openai.api_server']);
    expect(args).toEqual([
      '--model=$(LLM_MODEL)',
      '--host=0.0.0.0',
      '--port=8000',
      '--gpu-memory-utilization=$(GPU_MEMORY_UTILIZATION)',
      '--max-model-len=$(MAX_MODEL_LEN)',
      '--quantization=$(QUANTIZATION)',
    ]);
  });

  it('should have the document’s four settings', () => {
    expect(only(objects, 'ConfigMap').data).toEqual({
      llm_model: name,
      gpu_memory_utilization: '0.90',
      max_model_len: '8192',
      quantization: 'gptq',
    });
  });

  it('should run as root, with the cache where the document mounts it', () => {
    expect(podOf(objects).securityContext).toMatchObject({ runAsUser: 0, runAsNonRoot: false });
    expect(containerOf(objects).volumeMounts).toContainEqual({
      name: 'model-cache',
      mountPath: '/root/.cache/huggingface',
    });
    expect(envOf(objects)).toMatchObject({ HF_HOME: '/root/.cache/huggingface' });
    expect(envOf(objects)).not.toHaveProperty('HOME');
  });

  it('should differ from the default install in nothing else', async () => {
    const usual = await render();
    expect(idsOf(objects)).toEqual(idsOf(usual));
    for (const kind of ['PersistentVolumeClaim', 'Service', 'Ingress'])
      expect(only(objects, kind).spec).toEqual(only(usual, kind).spec);
    const { requests, limits } = containerOf(usual).resources;
    expect(containerOf(objects).resources).toEqual({ requests, limits: { cpu: '8', ...limits } });
  });
});
