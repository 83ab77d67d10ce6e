import { examine, type Verdicts } from '@archon/doctor/examine';
import type { Finding } from '@archon/doctor/finding';
import { needsOf } from '@archon/doctor/needs';
import { clusterState, gpuNode } from '@archon/doctor/testing/cluster-state';
import { parseYamlFile, validateValues } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { modelOf } from './charts.ts';
import { doctorLines } from './doctor-lines.ts';
import { plainStyle } from './plan-view/style.ts';

type State = Parameters<typeof examine>[0];

const traefik = { ingress: { className: 'traefik' } };

function findingsOf(state: Partial<State>, values: object = {}, chart = 'archon-vllm', verdicts: Verdicts = new Map()) {
  const model = modelOf(chart);
  const effective = validateValues(model, [
    parseYamlFile('values.yaml', JSON.stringify({ ...(chart === 'archon-vllm' && traefik), ...values })),
  ]);
  return examine(clusterState(state), needsOf(chart, model.model.root.kubeVersion, effective), verdicts);
}

const bad = (findings: readonly Finding[]): Finding[] => findings.filter(({ severity }) => severity !== 'info');

/** The chart tolerates nvidia.com/gpu itself. */
const taint = { key: 'example.com/gpu', effect: 'NoSchedule' };
const holder = (namespace: string, labels = {}) => ({
  namespace,
  name: 'other-0',
  node: 'gpu-0',
  labels,
  requests: { 'nvidia.com/gpu': 1 },
});
const storageClass = clusterState().storageClasses![0]!;
const namespace = clusterState().namespace;
const quota = (hard: Record<string, number>, used = {}) => ({
  namespace: { ...namespace, quotas: [{ name: 'team', hard, used, scoped: false }] },
});
const limits = (more: object) => ({
  namespace: {
    ...namespace,
    limits: [{ name: 'team', type: 'Container', max: {}, min: {}, default: {}, defaultRequest: {}, ...more }],
  },
});
const claim = (more: object) => ({
  objects: new Map([
    [
      'PersistentVolumeClaim/model-cache',
      { found: true, claim: { phase: 'Bound', accessModes: ['ReadWriteOnce'], bytes: 200 * 2 ** 30, ...more } },
    ],
  ]),
});

interface Case {
  readonly lacks: string;
  readonly state: Partial<State>;
  readonly values?: object;
  /** The only finding that is an error or a warning. */
  readonly finding: {
    readonly severity: string;
    readonly seen: RegExp;
    readonly means?: RegExp;
    readonly set?: object;
    readonly do?: RegExp;
    readonly path?: string;
  };
}

const cases: readonly Case[] = [
  {
    lacks: 'a version that the chart takes',
    state: { server: { ...clusterState().server, version: 'v1.28.9' } },
    finding: { severity: 'error', seen: /v1\.28\.9/, means: /needs >=1\.29\.0\./ },
  },
  {
    lacks: 'the RuntimeClass, but has one for the handler',
    state: { runtimeClasses: [{ name: 'nvidia-cdi', handler: 'nvidia', nodeSelector: {}, tolerations: [] }] },
    finding: { severity: 'error', seen: /no RuntimeClass "nvidia"/, set: { 'gpu.runtimeClassName': 'nvidia-cdi' } },
  },
  {
    lacks: 'every RuntimeClass',
    state: { runtimeClasses: [] },
    finding: { severity: 'error', seen: /no RuntimeClass/, set: { 'gpu.runtimeClassName': '' }, do: /default runtime/ },
  },
  {
    lacks: 'a device plugin, where labels show a GPU',
    state: { nodes: [gpuNode({ allocatable: { cpu: 32, memory: 2 ** 37, pods: 110 } })] },
    finding: { severity: 'error', seen: /By its labels, gpu-0 has an NVIDIA GPU/, do: /device plugin/ },
  },
  {
    lacks: 'any GPU',
    state: { nodes: [gpuNode({ labels: {}, allocatable: { cpu: 32, memory: 2 ** 37, pods: 110 } })] },
    finding: { severity: 'error', seen: /No node offers nvidia\.com\/gpu\./, do: /Install the NVIDIA device plugin/ },
  },
  {
    lacks: 'whole GPUs, but has slices',
    state: { nodes: [gpuNode({ allocatable: { cpu: 32, memory: 2 ** 37, pods: 110, 'nvidia.com/mig-1g.10gb': 7 } })] },
    finding: {
      severity: 'error',
      seen: /offered are nvidia\.com\/mig-1g\.10gb/,
      set: { 'gpu.resourceName': 'nvidia.com/mig-1g.10gb' },
    },
  },
  {
    lacks: 'a node without a taint',
    state: { nodes: [gpuNode({ taints: [taint] })] },
    finding: {
      severity: 'error',
      seen: /taint example\.com\/gpu:NoSchedule/,
      set: { tolerations: [{ key: 'example.com/gpu', operator: 'Exists', effect: 'NoSchedule' }] },
    },
  },
  {
    lacks: 'a node without the taint of GPUs, which the values do not tolerate',
    state: { nodes: [gpuNode({ taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }] })] },
    values: { gpu: { tolerateTaint: false } },
    finding: { severity: 'error', seen: /taint nvidia\.com\/gpu:NoSchedule/ },
  },
  {
    lacks: 'a node with the label',
    state: {},
    values: { nodeSelector: { 'nvidia.com/gpu.product': 'RTX-5070-Ti' } },
    finding: {
      severity: 'error',
      seen: /has the label/,
      set: { nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-GeForce-RTX-5070-Ti' } },
    },
  },
  {
    lacks: 'a node that matches the affinity',
    state: {},
    values: {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'nvidia.com/gpu.memory', operator: 'Gt', values: ['20000'] }] },
            ],
          },
        },
      },
    },
    finding: { severity: 'error', seen: /required node affinity/ },
  },
  {
    lacks: 'memory for the pod on every node',
    state: { nodes: [gpuNode({ allocatable: { cpu: 32, memory: 8 * 2 ** 30, pods: 110, 'nvidia.com/gpu': 1 } })] },
    finding: {
      severity: 'error',
      seen: /8Gi memory to give, and the pod requests 16Gi/,
      set: { 'resources.requests.memory': '7.2Gi' },
    },
  },
  {
    lacks: 'a node that takes pods',
    state: { nodes: [gpuNode({ cordoned: true }), gpuNode({ name: 'gpu-1', ready: false })] },
    finding: { severity: 'error', seen: /gpu-0 takes no new pods.*gpu-1 is not ready/ },
  },
  {
    lacks: 'a free GPU',
    state: { pods: [holder('team')] },
    finding: { severity: 'error', seen: /none has room now\. .* requested by team\/other-0/, means: /Pending/ },
  },
  {
    lacks: 'GPUs for all replicas',
    state: { nodes: [gpuNode(), gpuNode({ name: 'gpu-1' })] },
    values: { replicas: 3, persistence: { accessModes: ['ReadWriteMany'] } },
    finding: { severity: 'warning', seen: /room for 2 of 3 pods/, set: { replicas: 2 } },
  },
  {
    lacks: 'a driver for the image',
    state: {
      nodes: [
        gpuNode({
          labels: {
            ...gpuNode().labels,
            'nvidia.com/cuda.driver-version.major': '550',
            'nvidia.com/cuda.driver-version.full': '550.54.14',
          },
        }),
      ],
    },
    finding: { severity: 'error', seen: /550\.54\.14/, means: /branch 580 or later/ },
  },
  {
    lacks: 'the GPU that the values are for',
    state: {},
    values: { gpu: { product: 'rtx-4090' } },
    finding: { severity: 'warning', seen: /RTX 5070 Ti/, set: { 'gpu.product': 'rtx-5070-ti' } },
  },
  {
    lacks: 'a default StorageClass',
    state: { storageClasses: [{ ...storageClass, isDefault: false }] },
    finding: {
      severity: 'error',
      seen: /no default StorageClass/,
      set: { 'persistence.storageClassName': 'local-path' },
    },
  },
  {
    lacks: 'the StorageClass',
    state: {},
    values: { persistence: { storageClassName: 'local-pth' } },
    finding: {
      severity: 'error',
      seen: /no StorageClass "local-pth"/,
      set: { 'persistence.storageClassName': 'local-path' },
    },
  },
  {
    lacks: 'a driver that gives the volume to the pod',
    state: { csiDrivers: [{ name: 'rancher.io/local-path', fsGroupPolicy: 'None' }] },
    finding: { severity: 'warning', seen: /fsGroupPolicy None/, means: /user 2000 cannot write/ },
  },
  {
    lacks: 'a claim as small as the values',
    state: claim({}),
    values: { persistence: { size: '60Gi' } },
    finding: { severity: 'error', seen: /200Gi/, means: /cannot shrink/, set: { 'persistence.size': '200Gi' } },
  },
  {
    lacks: 'the claim that the values name',
    state: { objects: new Map([['PersistentVolumeClaim/models', { found: false }]]) },
    values: { persistence: { existingClaim: 'models' } },
    finding: {
      severity: 'error',
      seen: /PersistentVolumeClaim "models" does not exist/,
      path: 'persistence.existingClaim',
    },
  },
  {
    lacks: 'the Ingress class',
    state: {},
    values: { ingress: { className: 'nginx', controller: 'nginx' } },
    finding: { severity: 'warning', seen: /no IngressClass "nginx"/, set: { 'ingress.className': 'traefik' } },
  },
  {
    lacks: 'an ingress controller',
    state: { ingressClasses: [] },
    finding: { severity: 'warning', seen: /no IngressClass/, set: { 'ingress.enabled': false } },
  },
  {
    lacks: 'the controller that the values are for',
    state: { ingressClasses: [{ name: 'traefik', controller: 'k8s.io/ingress-nginx', isDefault: false }] },
    finding: { severity: 'warning', seen: /served by k8s\.io\/ingress-nginx/, set: { 'ingress.controller': 'nginx' } },
  },
  {
    lacks: 'the Secret of the key',
    state: { objects: new Map([['Secret/vllm-api-key', { found: false }]]) },
    values: { apiKey: { existingSecret: 'vllm-api-key' } },
    finding: {
      severity: 'error',
      seen: /Secret "vllm-api-key" does not exist/,
      do: /kubectl -n archon-system create secret generic vllm-api-key/,
    },
  },
  {
    lacks: 'the key in the Secret',
    state: { objects: new Map([['Secret/vllm-api-key', { found: true, keys: ['key'] }]]) },
    values: { apiKey: { existingSecret: 'vllm-api-key' } },
    finding: { severity: 'error', seen: /no key "api-key" \(it has key\)/, set: { 'apiKey.key': 'key' } },
  },
  {
    lacks: 'the previous key in the Secret',
    state: { objects: new Map([['Secret/vllm-api-key', { found: true, keys: ['api-key'] }]]) },
    values: { apiKey: { existingSecret: 'vllm-api-key', additional: [{ key: 'previous' }] } },
    finding: { severity: 'error', seen: /no key "previous"/, path: 'apiKey.additional' },
  },
  {
    lacks: 'the Gateway API',
    state: { apis: [] },
    values: { apiKey: { allowAnonymous: true }, httpRoute: { enabled: true, parentRefs: [{ name: 'shared' }] } },
    finding: { severity: 'error', seen: /kind HTTPRoute/, do: /Install Gateway API/, path: 'httpRoute.enabled' },
  },
  {
    lacks: 'a pull secret',
    state: { objects: new Map([['Secret/registry', { found: false }]]) },
    values: { imagePullSecrets: [{ name: 'registry' }] },
    finding: { severity: 'warning', seen: /Secret "registry"/, means: /private registry refuses/ },
  },
  {
    lacks: 'the PriorityClass',
    state: {},
    values: { priorityClassName: 'gpu-serving' },
    finding: { severity: 'error', seen: /no PriorityClass "gpu-serving"/ },
  },
  {
    lacks: 'a namespace that admits root',
    state: { namespace: { ...namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } },
    values: { podSecurityContext: { runAsNonRoot: false, runAsUser: 0 } },
    finding: {
      severity: 'error',
      seen: /enforce: restricted/,
      means: /may run as root/,
      path: 'podSecurityContext.runAsNonRoot',
    },
  },
  {
    lacks: 'a namespace that admits a hostPath',
    state: { namespace: { ...namespace, labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } },
    values: { extraVolumes: [{ name: 'models', hostPath: { path: '/models' } }] },
    finding: { severity: 'error', seen: /baseline/, means: /the volume models is a hostPath/ },
  },
  {
    lacks: 'a quota of GPUs',
    state: quota({ 'requests.nvidia.com/gpu': 1 }, { 'requests.nvidia.com/gpu': 1 }),
    finding: { severity: 'error', seen: /allows 1 of requests\.nvidia\.com\/gpu, and 1 are used/, path: 'gpu.count' },
  },
  {
    lacks: 'a quota of storage for a claim that grows',
    state: {
      ...claim({ bytes: 40 * 2 ** 30 }),
      ...quota({ 'requests.storage': 50 * 2 ** 30 }, { 'requests.storage': 40 * 2 ** 30 }),
    },
    values: { persistence: { size: '60Gi' } },
    finding: {
      severity: 'error',
      seen: /allows 50Gi of requests\.storage, and 40Gi are used/,
      means: /need 20Gi more/,
    },
  },
  {
    lacks: 'an adapter for the metrics of the HPA',
    state: {},
    values: { autoscaling: { enabled: true, minReplicas: 1 }, persistence: { accessModes: ['ReadWriteMany'] } },
    finding: {
      severity: 'warning',
      seen: /does not have custom\.metrics\.k8s\.io/,
      means: /adds no pods/,
      do: /prometheus-adapter/,
      path: 'autoscaling.controller',
    },
  },
  {
    lacks: 'GPUs for the fewest pods of the autoscaler',
    state: { apis: ['custom.metrics.k8s.io/v1beta1'] },
    values: {
      replicas: 1,
      autoscaling: { enabled: true, minReplicas: 2 },
      persistence: { accessModes: ['ReadWriteMany'] },
    },
    finding: {
      severity: 'warning',
      seen: /room for 1 of 2 pods/,
      set: { 'autoscaling.minReplicas': 1 },
      path: 'autoscaling.minReplicas',
    },
  },
  {
    lacks: 'a namespace whose warnings are silent, where it enforces less',
    state: {
      namespace: {
        ...namespace,
        labels: { 'pod-security.kubernetes.io/enforce': 'baseline', 'pod-security.kubernetes.io/warn': 'restricted' },
      },
    },
    values: { podSecurityContext: { runAsNonRoot: false, runAsUser: 0 } },
    finding: { severity: 'warning', seen: /warn: restricted/, means: /may run as root/ },
  },
  {
    lacks: 'a CPU limit, which the quota requires',
    state: quota({ 'limits.cpu': 64 }),
    finding: { severity: 'error', seen: /limits limits\.cpu/, set: { 'resources.limits.cpu': '8' } },
  },
  {
    lacks: 'a LimitRange with room for the memory',
    state: limits({ max: { memory: 8 * 2 ** 30 } }),
    finding: {
      severity: 'error',
      seen: /at most 8Gi memory for a Container/,
      set: { 'resources.limits.memory': '8Gi' },
    },
  },
  {
    lacks: 'a default limit above the request',
    state: limits({ default: { cpu: 1 } }),
    finding: { severity: 'error', seen: /cpu limit of 1 where there is none/, means: /below the request of 4/ },
  },
  {
    lacks: 'the right to list pods',
    state: { missingRights: [{ verb: 'list', group: '', resource: 'pods' }] },
    finding: { severity: 'warning', seen: /You may not list pods\./, means: /which GPUs are free is unknown/ },
  },
];

describe('archon doctor', () => {
  it('should find nothing bad in a cluster that lacks nothing', () => {
    expect(bad(findingsOf({}))).toEqual([]);
  });

  it.each(cases)('should say that the cluster lacks $lacks, and what to do', ({ state, values, finding }) => {
    const { seen, means, set, do: todo, ...exact } = finding;
    const found = bad(findingsOf(state, values));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ ...exact, ...(set && { set }) });
    expect(found[0]!.seen).toMatch(seen);
    if (means) expect(found[0]!.means).toMatch(means);
    if (todo) expect(found[0]!.do).toMatch(todo);
  });

  it('should count a claim that is kept once', () => {
    const used = { 'requests.storage': 200 * 2 ** 30, persistentvolumeclaims: 1 };
    const state = { ...claim({}), ...quota(used, used) };
    expect(bad(findingsOf(state, { persistence: { size: '200Gi' } }))).toEqual([]);
  });

  it('should take a volume of an image for what restricted allows, and call others by their kind', () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    const means = (volume: object) =>
      findingsOf({ namespace: { ...namespace, labels } }, { extraVolumes: [{ name: 'models', ...volume }] }).find(
        ({ seen }) => seen.includes('enforce: restricted'),
      )?.means;
    expect(means({ image: { reference: 'models:1' } })).toBe('These values pass it.');
    expect(means({ iscsi: { targetPortal: '10.0.0.1', iqn: 'iqn.2026-11.example:models', lun: 0 } })).toMatch(
      'the volume models is an iscsi',
    );
  });

  it('should count the GPU of the release itself as free, which an upgrade gets back', () => {
    expect(bad(findingsOf({ pods: [holder('archon-system', { 'app.kubernetes.io/name': 'archon-vllm' })] }))).toEqual(
      [],
    );
  });

  it('should take tolerations from the RuntimeClass and from GKE', () => {
    const nodes = [gpuNode({ taints: [{ ...taint, key: 'nvidia.com/gpu' }] })];
    const values = { gpu: { tolerateTaint: false } };
    const [runtime] = clusterState().runtimeClasses!;
    const tolerations = [{ key: 'nvidia.com/gpu', operator: 'Exists' }];
    expect(bad(findingsOf({ nodes, runtimeClasses: [{ ...runtime!, tolerations }] }, values))).toEqual([]);
    const server = { ...clusterState().server, version: 'v1.34.1-gke.100' };
    expect(bad(findingsOf({ nodes, server }, values))).toEqual([]);
  });

  it('should say nothing of what it could not read', () => {
    const { nodes: _, pods: __, apis: ___, runtimeClasses: ____, storageClasses: _____, ...rest } = clusterState();
    const model = modelOf();
    const effective = validateValues(model, [parseYamlFile('values.yaml', JSON.stringify(traefik))]);
    expect(bad(examine(rest, needsOf('archon-vllm', model.model.root.kubeVersion, effective), new Map()))).toEqual([]);
  });

  it('should be an error where the model fits on no GPU of the cluster, and name the preset that does', () => {
    const refused = new Map([['rtx-4090', { refused: ['It does not fit.'] }]]);
    const labels = { ...gpuNode().labels, 'nvidia.com/gpu.product': 'NVIDIA-GeForce-RTX-4090' };
    const [found] = bad(findingsOf({ nodes: [gpuNode({ labels })] }, {}, 'archon-vllm', refused));
    expect(found).toMatchObject({ severity: 'error', means: 'It does not fit.', set: { preset: 'nvidia-24gb' } });
  });

  it('should look for the custom resources of the other charts', () => {
    const [found] = bad(findingsOf({}, {}, 'archon-ci'));
    expect(found).toMatchObject({ severity: 'error', subject: 'apis', do: 'Install Tekton Pipelines.' });
    expect(bad(findingsOf({ apis: ['tekton.dev/v1/Pipeline'] }, {}, 'archon-ci'))).toEqual([]);
  });

  it('should print the findings under their subjects', async () => {
    const findings = findingsOf({
      runtimeClasses: [],
      nodes: [gpuNode({ taints: [taint] })],
      missingRights: [
        { verb: 'get', group: '', resource: 'secrets', namespace: 'archon-system', name: 'vllm-api-key' },
      ],
    });
    const { server } = clusterState();
    const lines = doctorLines({ chart: 'archon-vllm', ...server, namespace: 'archon-system', findings }, plainStyle);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('__golden__/doctor.txt');
  });
});
