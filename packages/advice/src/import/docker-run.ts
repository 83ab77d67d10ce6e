import type { Mount, Placed, Server, Unplaced, Variable } from './server.ts';
import { dockerMount, dockerPort, dockerSize } from './docker-values.ts';

/** Options of `docker run` without a value; every other one takes one. */
const alone = new Set(
  '-d --detach -i --interactive -t --tty --rm --init --privileged -P --publish-all --no-healthcheck --read-only --oom-kill-disable --sig-proxy --disable-content-trust -q --quiet --replace --tls-verify --rmi'.split(
    ' ',
  ),
);

const short: Readonly<Record<string, string>> = {
  '-e': '--env',
  '-p': '--publish',
  '-v': '--volume',
  '-m': '--memory',
  '-u': '--user',
  '-w': '--workdir',
  '-h': '--hostname',
  '-l': '--label',
  '-d': '--detach',
};

interface Option {
  readonly name: string;
  readonly value: string;
}

/** What `docker run` or `podman run` starts; undefined for another command. */
export function readDockerRun(words: readonly string[]): Server | undefined {
  const program = words.findIndex((word) => /^(.*\/)?(docker|podman|nerdctl)$/.test(word));
  const run = words.indexOf('run', program);
  if (program < 0 || run < 0) return undefined;
  const { options, rest } = readOptions(words.slice(run + 1));
  const [image, ...args] = rest;
  const results = options.map(placeOption);
  const entrypoint = options.findLast(({ name }) => name === '--entrypoint')?.value;
  const gpus = results.findLast((result) => result.gpus !== undefined)?.gpus;
  return {
    source: `${words[program]!.split('/').at(-1)!} run`,
    ...(image !== undefined && { image }),
    command: entrypoint === undefined || entrypoint === '' ? args : [...entrypoint.split(' '), ...args],
    env: results.flatMap(({ env = [] }) => env),
    mounts: results.flatMap(({ mounts = [] }) => mounts),
    ...(gpus !== undefined && { gpus }),
    placed: results.flatMap(({ placed = [] }) => placed),
    unplaced: results.flatMap(({ unplaced = [] }) => unplaced),
  };
}

/** The options, and from the image on the rest. */
function readOptions(words: readonly string[]): { options: Option[]; rest: readonly string[] } {
  const options: Option[] = [];
  let at = 0;
  while (at < words.length && words[at]!.startsWith('-')) {
    const word = words[at++]!;
    const [, name, inline] = /^(--[^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name !== undefined) {
      const needsNext = inline === undefined && !alone.has(name);
      options.push({ name, value: inline ?? (needsNext ? (words[at++] ?? '') : '') });
    } else if (
      word
        .slice(1)
        .split('')
        .every((letter) => alone.has(`-${letter}`))
    )
      options.push({ name: word, value: '' });
    else {
      // -p8000:8000 and -it are one word
      const flag = short[word.slice(0, 2)] ?? word.slice(0, 2);
      options.push({ name: flag, value: word.length > 2 ? word.slice(2).replace(/^=/, '') : (words[at++] ?? '') });
    }
  }
  return { options, rest: words.slice(at) };
}

interface PlacedOption {
  readonly env?: readonly Variable[];
  readonly mounts?: readonly Mount[];
  readonly gpus?: number;
  readonly placed?: readonly Placed[];
  readonly unplaced?: readonly Unplaced[];
}

function placeOption({ name, value }: Option): PlacedOption {
  const place = Object.hasOwn(places, name) ? places[name] : undefined;
  if (place) return place(value);
  const why = Object.hasOwn(reasons, name) ? reasons[name] : undefined;
  if (why === undefined && /^-[dit]+$/.test(name)) return {};
  return {
    unplaced: [
      { what: name, why: why ?? 'It is an option of the container engine, which the chart has no value for.' },
    ],
  };
}

type Place = (value: string) => PlacedOption;
const nothing: Place = () => ({});

const places: Readonly<Record<string, Place>> = {
  '--env': (value) => {
    const equals = value.indexOf('=');
    return { env: [equals < 0 ? { name: value } : { name: value.slice(0, equals), value: value.slice(equals + 1) }] };
  },
  '--volume': (value) => dockerMount(value),
  '--mount': (value) => {
    const fields = Object.fromEntries(value.split(',').map((pair) => pair.split('=') as [string, string | undefined]));
    const [from, to] = [fields.source ?? fields.src ?? '', fields.target ?? fields.dst ?? fields.destination ?? ''];
    const readOnly = 'readonly' in fields || 'ro' in fields;
    return dockerMount(`${from}:${to}${readOnly ? ':ro' : ''}`);
  },
  '--publish': (value) => dockerPort(value),
  '--gpus': (value) => {
    const text = value.replaceAll('"', '').replaceAll("'", '');
    const devices = /device=(.+)$/.exec(text)?.[1];
    const chosen: Unplaced[] =
      devices === undefined
        ? []
        : [{ what: `--gpus ${text}`, why: 'The device plugin chooses the GPUs; their number is kept.' }];
    const count = devices === undefined ? Number(text.replace(/^count=/, '')) : devices.split(',').length;
    return { ...(Number.isInteger(count) && { gpus: count }), unplaced: chosen };
  },
  '--shm-size': (value) => ({ placed: [{ path: ['sharedMemory', 'size'], value: dockerSize(value) }] }),
  '--memory': (value) => ({ placed: [{ path: ['resources', 'limits', 'memory'], value: dockerSize(value) }] }),
  '--cpus': (value) => ({ placed: [{ path: ['resources', 'limits', 'cpu'], value }] }),
  '--pull': (value) => ({
    placed: value === 'always' ? [{ path: ['image', 'pullPolicy'], value: 'Always' }] : [],
  }),
  '--entrypoint': nothing,
  '--rm': nothing,
  '--detach': nothing,
  '--interactive': nothing,
  '--tty': nothing,
  '--init': nothing,
};

const reasons: Readonly<Record<string, string>> = {
  '--ipc': 'The pod has its own /dev/shm: set sharedMemory.size.',
  '--restart': 'Kubernetes restarts the pod.',
  '--name': 'Names come from the release: set fullnameOverride.',
  '--network': 'The pod has a network of its own; clients use the Service.',
  '--net': 'The pod has a network of its own; clients use the Service.',
  '--runtime': 'The RuntimeClass gives access to the GPU: set gpu.runtimeClassName where it is not nvidia.',
  '--env-file':
    'The file is not in the input: put its variables into a ConfigMap or a Secret, and name it in extraEnvFrom.',
  '--privileged': 'vLLM does not need it.',
  '--user': 'Images of vLLM 0.22.1 and later have the user 2000: set podSecurityContext where yours differs.',
  '--ulimit': 'Kubernetes has no such setting for a pod.',
  '--device': 'The device plugin gives GPUs to the pod.',
};
