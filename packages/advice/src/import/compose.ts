import { dockerMount, dockerPort, dockerSize } from './docker-values.ts';
import {
  isTree,
  notTexts,
  textsOf,
  treeOf,
  treesOf,
  type Mount,
  type Placed,
  type Server,
  type Tree,
  type Unplaced,
  type Variable,
} from './server.ts';
import { shellCommands } from './shell-words.ts';

/** The services of a compose file, by name, each as a server. */
export function readCompose(file: Tree): Server[] {
  const services = Object.entries(treeOf(file.services));
  return services.map(([name, service]) => {
    const others = services.filter(([other]) => other !== name);
    const server = readService(name, treeOf(service));
    const stay = others.map(([other]) => ({ what: `the service ${other}`, why: 'It is not a part of the chart.' }));
    return { ...server, unplaced: [...server.unplaced, ...stay] };
  });
}

function readService(name: string, service: Tree): Server {
  const command = words(service.command);
  const entrypoint = words(service.entrypoint);
  const mounts = Array.isArray(service.volumes) ? service.volumes.map(mountOf) : [];
  const ports = Array.isArray(service.ports) ? service.ports.map(portOf) : [];
  const unknown = Object.keys(service).filter((key) => !read.has(key));
  const gpus = gpusOf(service);
  return {
    source: `compose service ${name}`,
    ...(typeof service.image === 'string' && { image: service.image }),
    command: [...entrypoint, ...command],
    env: variablesOf(service.environment),
    mounts: mounts.flatMap((mount) => mount.mounts),
    ...(gpus !== undefined && { gpus }),
    placed: [...ports.flatMap(({ placed }) => placed), ...sizesOf(service)],
    unplaced: [
      ...notTexts(service.entrypoint, 'entrypoint'),
      ...notTexts(service.command, 'command'),
      ...mounts.flatMap((mount) => mount.unplaced),
      ...unknown.map((key): Unplaced => ({ what: key, why: reasons[key] ?? 'The chart has no value for it.' })),
    ],
  };
}

const read = new Set(
  'image command entrypoint environment volumes ports deploy shm_size mem_limit cpus gpus stdin_open tty'.split(' '),
);

const words = (value: unknown): string[] =>
  typeof value === 'string'
    ? shellCommands(value.replaceAll('$$', '$')).flat()
    : textsOf(value).map((word) => word.replaceAll('$$', '$'));

function variablesOf(environment: unknown): Variable[] {
  if (isTree(environment))
    return Object.entries(environment).map(([name, value]) =>
      value === null ? { name } : { name, value: String(value) },
    );
  return textsOf(environment).map((text) => {
    const equals = text.indexOf('=');
    return equals < 0 ? { name: text } : { name: text.slice(0, equals), value: text.slice(equals + 1) };
  });
}

function mountOf(volume: unknown): { mounts: readonly Mount[]; unplaced: readonly Unplaced[] } {
  if (!isTree(volume)) return dockerMount(String(volume).replace(/^\$\{\w+:-([^}]*)\}/, '$1'));
  if (volume.type === 'tmpfs')
    return {
      mounts: [],
      unplaced: [{ what: `tmpfs ${String(volume.target)}`, why: 'Add an emptyDir to extraVolumes.' }],
    };
  return dockerMount(`${String(volume.source)}:${String(volume.target)}${volume.read_only === true ? ':ro' : ''}`);
}

function portOf(port: unknown): { placed: readonly Placed[] } {
  return isTree(port) ? dockerPort(String(port.published ?? port.target)) : dockerPort(String(port));
}

function sizesOf(service: Tree): Placed[] {
  const { limits, reservations } = treeOf(treeOf(service.deploy).resources);
  const memory = treeOf(limits).memory ?? service.mem_limit;
  const cpus = treeOf(limits).cpus ?? service.cpus;
  const { memory: reserved, cpus: reservedCpus } = treeOf(reservations);
  const given = (path: Placed['path'], value: unknown, asValue: (value: unknown) => unknown = String): Placed[] =>
    value == null ? [] : [{ path, value: asValue(value) }];
  const size = (value: unknown) => dockerSize(String(value));
  return [
    ...given(['sharedMemory', 'size'], service.shm_size, size),
    ...given(['resources', 'limits', 'memory'], memory, size),
    ...given(['resources', 'limits', 'cpu'], cpus),
    ...given(['resources', 'requests', 'memory'], reserved, size),
    ...given(['resources', 'requests', 'cpu'], reservedCpus),
    ...given(['replicas'], treeOf(service.deploy).replicas, Number),
  ];
}

/** Undefined for all GPUs of the machine. */
function gpusOf({ deploy, gpus }: Tree): number | undefined {
  const devices = treesOf(treeOf(treeOf(treeOf(deploy).resources).reservations).devices);
  const [device] = [...devices, ...treesOf(gpus)];
  const count = Array.isArray(device?.device_ids) ? device.device_ids.length : Number(device?.count);
  return Number.isInteger(count) ? count : undefined;
}

const reasons: Readonly<Record<string, string>> = {
  restart: 'Kubernetes restarts the pod.',
  container_name: 'Names come from the release: set fullnameOverride.',
  ipc: 'The pod has its own /dev/shm: set sharedMemory.size.',
  runtime: 'The RuntimeClass gives access to the GPU: set gpu.runtimeClassName where it is not nvidia.',
  networks: 'Clients use the Service.',
  network_mode: 'Clients use the Service.',
  healthcheck: 'The chart has probes: see probes and startup.timeoutSeconds.',
  env_file:
    'The file is not in the input: put its variables into a ConfigMap or a Secret, and name it in extraEnvFrom.',
  depends_on: 'Kubernetes starts pods in any order: use extraInitContainers to wait.',
  ulimits: 'Kubernetes has no such setting for a pod.',
  build: 'The chart runs an image: push yours to a registry, and set image.repository and image.release.',
};
