import { placeArguments } from './arguments.ts';
import { needsRoot } from '../values-text.ts';
import { readImage, type ReadImage } from './image-values.ts';
import { placeMounts } from './mounts.ts';
import { serveCommand } from './serve-command.ts';
import { treeOf, type ChartValues, type Placed, type Server, type Unplaced, type Variable } from './server.ts';
import { placeVariables } from './variables.ts';

/** Values for a server, and what no value can say. */
export interface ServerValues {
  readonly placed: readonly Placed[];
  readonly unplaced: readonly Unplaced[];
  /** What to do before the install. */
  readonly notes: readonly string[];
  /** The release whose flags decide; undefined where the input does not say it. */
  readonly release: string | undefined;
}

/** Translates a server; undefined where its command is not vLLM's server. */
export function serverValues(
  server: Server,
  chart: ChartValues,
  release: string | undefined,
): ServerValues | undefined {
  const image = readImage(server.image, release);
  const texts = Object.fromEntries(
    server.env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  );
  const command = serveCommand(
    server.command.map((word) => expand(word, texts)),
    texts,
    server.image,
  );
  if (command === undefined) return undefined;
  // the chart's own image where the input names none; of an image that does not say its release, the newest flags
  const resolved = image.release ?? chart.appVersion;
  const placedArgs = placeArguments(
    command.args.filter((word) => word !== ''),
    resolved,
    chart,
  );
  const env: readonly Variable[] = [...server.env, ...command.env];
  const variables = placeVariables(env, chart, image.official ? resolved : undefined);
  const mounts = placeMounts(server.mounts, cacheFolders(env, placedArgs.extraArgs));
  const own = [...image.placed, ...server.placed, ...placedArgs.placed, ...variables.placed, ...mounts.placed];
  return {
    placed: inOrder([
      {
        path: ['preset'],
        value: '',
        why: 'No preset: what this file does not set has the default of the chart or of vLLM.',
      },
      ...own,
      ...gpuCount(server, own, env),
      ...rootUser(image, own),
      ...(placedArgs.extraArgs.length > 0
        ? [{ path: ['engine', 'extraArgs'], value: placedArgs.extraArgs } as const]
        : []),
      ...(variables.extraEnv.length > 0 ? [{ path: ['extraEnv'], value: variables.extraEnv } as const] : []),
      ...(own.some(({ path }) => path[0] === 'ingress')
        ? []
        : [{ path: ['ingress', 'enabled'], value: false, why: 'The input has no Ingress.' } as const]),
      ...openAddresses(own),
    ]),
    unplaced: [
      ...placedArgs.unplaced,
      ...variables.unplaced,
      ...mounts.unplaced,
      ...command.unplaced,
      ...server.unplaced,
    ],
    notes: [...image.notes, ...variables.notes, ...unresolved(own)],
    release: image.release,
  };
}

/** What is reached from outside without a key stays so, and is told. */
function openAddresses(placed: readonly Placed[]): Placed[] {
  const valueOf = (path: string): unknown => placed.find((one) => one.path.join('.') === path)?.value;
  const type = valueOf('service.type');
  const open = [
    ...(valueOf('ingress.hosts') === undefined ? [] : ['Ingress']),
    ...(type === 'NodePort' || type === 'LoadBalancer' ? [type] : []),
  ];
  if (open.length === 0 || valueOf('apiKey.existingSecret') !== undefined) return [];
  const why = `As in the input: anyone who can reach the ${open.join(' or the ')} can use the API. To require a key, set apiKey.existingSecret.`;
  return [{ path: ['apiKey', 'allowAnonymous'], value: true, why }];
}

/** `$(NAME)` is the variable, as the kubelet replaces it; a secret stays. */
const expand = (word: string, texts: Readonly<Record<string, string>>): string =>
  word.replaceAll(/\$\(([A-Za-z_]\w*)\)/g, (written, name: string) => texts[name] ?? written);

/** Folders that variables or flags name as the place of downloads. */
function cacheFolders(env: readonly Variable[], extraArgs: readonly string[]): string[] {
  const homes = env.filter(({ name }) =>
    /^(HF_HOME|HF_HUB_CACHE|HUGGINGFACE_HUB_CACHE|TRANSFORMERS_CACHE)$/.test(name),
  );
  return homes.flatMap(({ value }) => (value && !extraArgs.includes(value) ? [value.replace(/\/$/, '')] : []));
}

/** As many GPUs as the source says; all of a machine are what the parallel sizes need. */
function gpuCount({ gpus }: Server, placed: readonly Placed[], env: readonly Variable[]): Placed[] {
  const size = (key: string): number =>
    Number(placed.find(({ path }) => path.join('.') === `engine.${key}`)?.value ?? 1);
  const visible = env.find(({ name }) => name === 'CUDA_VISIBLE_DEVICES')?.value?.split(',').length;
  const needed = size('tensorParallelSize') * size('pipelineParallelSize') * size('dataParallelSize');
  const count = gpus ?? Math.max(needed, visible ?? 1);
  return [{ path: ['gpu', 'count'], value: count }];
}

/** An old image of vLLM's own has no other user; a user that the input names is kept. */
function rootUser({ official, release }: ReadImage, placed: readonly Placed[]): Placed[] {
  const named = placed.some(
    ({ path, value }) => path[0].toLowerCase().endsWith('securitycontext') && treeOf(value).runAsUser !== undefined,
  );
  if (named || !official || release === undefined || !needsRoot(release)) return [];
  const context = placed.find(({ path }) => path[0] === 'podSecurityContext');
  const why = `The image of vLLM ${release} runs only as root.`;
  return [
    { path: ['podSecurityContext'], value: { ...treeOf(context?.value), runAsNonRoot: false, runAsUser: 0 }, why },
  ];
}

/** The last value of a path counts, where the first one is. */
function inOrder(placed: readonly Placed[]): Placed[] {
  return [...new Map(placed.map((one) => [one.path.join('.'), one])).values()];
}

/** Variables of a shell that the input uses and does not set. */
function unresolved(placed: readonly Placed[]): string[] {
  return placed.flatMap(({ path, value }) =>
    typeof value === 'string' && /\$\{\w|\$\(\w/.test(value)
      ? [`${path.join('.')} has a variable that the input does not set: write its value.`]
      : [],
  );
}
