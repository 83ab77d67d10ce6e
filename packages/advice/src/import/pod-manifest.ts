import { objectValues } from './object-values.ts';
import { probeValues } from './probe-values.ts';
import {
  environmentOf,
  isTree,
  notTexts,
  textsOf,
  treeOf,
  treesOf,
  type ChartValues,
  type Mount,
  type Placed,
  type Server,
  type Tree,
  type Unplaced,
} from './server.ts';

/** The servers in the objects of a manifest: pods, and what makes pods. */
export function readManifests(objects: readonly Tree[], chart: ChartValues): Server[] {
  return objects.flatMap((object) => {
    const pod = podOf(object);
    return pod === undefined ? [] : [readPod(object, pod, objects, chart)];
  });
}

/** The pod, with its metadata, that an object is or makes. */
function podOf(object: Tree): Tree | undefined {
  if (object.kind === 'Pod') return object;
  const spec = treeOf(object.spec);
  const template = treeOf(isTree(spec.jobTemplate) ? treeOf(spec.jobTemplate.spec).template : spec.template);
  return treesOf(treeOf(template.spec).containers).length > 0 ? template : undefined;
}

/** The container that serves: by its image, command or name; else the one with a GPU, else the first. */
function serving(containers: readonly Tree[]): Tree {
  const says = (container: Tree) =>
    JSON.stringify([container.image, container.command, container.args, container.name]);
  return (
    containers.find((container) => /vllm/.test(says(container))) ??
    containers.find((container) => gpuResource(container) !== undefined) ??
    containers[0]!
  );
}

const isGpu = (name: string): boolean => /^(nvidia\.com|amd\.com|gpu\.intel\.com)\//.test(name);

function gpuResource({ resources }: Tree): [string, unknown] | undefined {
  const { limits, requests } = treeOf(resources);
  return Object.entries({ ...treeOf(requests), ...treeOf(limits) }).find(([name]) => isGpu(name));
}

function readPod(object: Tree, pod: Tree, objects: readonly Tree[], chart: ChartValues): Server {
  const spec = treeOf(pod.spec);
  const containers = treesOf(spec.containers);
  const container = serving(containers);
  const others = containers.filter((other) => other !== container);
  const given = placer(chart);
  const gpu = gpuResource(container);
  const probes = probeValues(container, chart);
  const around = objectValues(object, pod, container, objects, chart);
  return {
    source: `${String(object.kind)} ${String(treeOf(object.metadata).name)}`,
    ...(typeof container.image === 'string' && { image: container.image }),
    command: [...textsOf(container.command), ...textsOf(container.args)],
    env: environmentOf(container.env),
    mounts: mountsOf(container, [...treesOf(spec.volumes), ...claimTemplates(object)]),
    gpus: gpu === undefined ? 0 : Number(gpu[1]),
    placed: [
      ...(gpu && gpu[0] !== 'nvidia.com/gpu' ? given(['gpu', 'resourceName'], gpu[0]) : []),
      ...(gpu === undefined
        ? []
        : given(
            ['gpu', 'runtimeClassName'],
            spec.runtimeClassName ?? '',
            spec.runtimeClassName === undefined ? 'The input has no RuntimeClass.' : undefined,
          )),
      ...resourcesOf(container),
      ...probes.placed,
      ...podKeys.flatMap((key) => given([key as 'affinity'], spec[key])),
      ...given(['podSecurityContext'], spec.securityContext),
      ...given(['securityContext'], container.securityContext),
      ...given(['image', 'pullPolicy'], container.imagePullPolicy),
      ...given(['extraEnvFrom'], container.envFrom),
      ...given(['drain', 'terminationGracePeriodSeconds'], spec.terminationGracePeriodSeconds),
      ...given(['serviceAccount', 'name'], spec.serviceAccountName),
      ...given(['extraInitContainers'], spec.initContainers),
      ...(others.length > 0 ? given(['extraContainers' as 'extraInitContainers'], others) : []),
      ...around.placed,
    ],
    unplaced: [
      ...notTexts(container.command, 'command'),
      ...notTexts(container.args, 'args'),
      ...probes.unplaced,
      ...unread(spec, podRead, reasons, chart),
      ...unread(container, containerRead, reasons, chart),
      ...(chart.typesAt(['extraContainers'])
        ? []
        : others.map(({ name }) => ({
            what: `the container ${String(name)}`,
            why: 'The pod of the chart has one container.',
          }))),
      ...around.unplaced,
    ],
  };
}

/** A value where the source has one and the chart knows it. */
const placer =
  (chart: ChartValues) =>
  (path: Placed['path'], value: unknown, why?: string): Placed[] =>
    value === undefined || value === null || chart.typesAt(path) === undefined
      ? []
      : [{ path, value, ...(why && { why }) }];

/** Requests and limits, without the GPUs. */
function resourcesOf({ resources }: Tree): Placed[] {
  return (['requests', 'limits'] as const).flatMap((kind) =>
    Object.entries(treeOf(treeOf(resources)[kind])).flatMap(([name, value]) =>
      isGpu(name) ? [] : [{ path: ['resources', kind, name] as unknown as Placed['path'], value: String(value) }],
    ),
  );
}

function mountsOf({ volumeMounts }: Tree, volumes: readonly Tree[]): Mount[] {
  return treesOf(volumeMounts).map(({ name, mountPath, ...options }) => {
    const { name: _, ...volume } = volumes.find((candidate) => candidate.name === name) ?? {};
    return { path: String(mountPath), name: String(name), volume, ...(Object.keys(options).length > 0 && { options }) };
  });
}

/** The claims that a StatefulSet makes, as volumes. */
const claimTemplates = ({ spec }: Tree): Tree[] =>
  treesOf(treeOf(spec).volumeClaimTemplates).map(({ metadata, spec: claim }) => ({
    name: treeOf(metadata).name,
    claimTemplate: claim,
  }));

const podKeys = [
  'nodeSelector',
  'tolerations',
  'affinity',
  'topologySpreadConstraints',
  'priorityClassName',
  'imagePullSecrets',
  'schedulerName',
  'resourceClaims',
  'hostAliases',
  'dnsPolicy',
  'dnsConfig',
];
const podRead = new Set(
  'containers initContainers volumes securityContext runtimeClassName serviceAccountName serviceAccount terminationGracePeriodSeconds restartPolicy'.split(
    ' ',
  ),
);
const containerRead = new Set(
  'name image command args env envFrom resources ports volumeMounts securityContext imagePullPolicy startupProbe livenessProbe readinessProbe'.split(
    ' ',
  ),
);

function unread(
  part: Tree,
  read: ReadonlySet<string>,
  why: Readonly<Record<string, string>>,
  chart: ChartValues,
): Unplaced[] {
  return Object.keys(part)
    .filter((key) => !read.has(key) && !(podKeys.includes(key) && chart.typesAt([key])))
    .map((key) => ({ what: key, why: why[key] ?? 'The chart has no value for it.' }));
}

const reasons: Readonly<Record<string, string>> = {
  lifecycle: 'The chart drains the pod before it ends: see drain.',
  automountServiceAccountToken: 'No token is mounted unless serviceAccount.automount is true.',
  hostIPC: 'The pod has its own /dev/shm: set sharedMemory.size.',
  hostNetwork: 'The pod has a network of its own; clients use the Service.',
  terminationMessagePolicy: 'The chart sets it.',
  workingDir: 'The chart uses that of the image.',
};
