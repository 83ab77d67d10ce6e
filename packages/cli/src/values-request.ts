import { valueAt } from '@archon/values';
import { numberOf } from '@archon/values/number-text';
import { ArchonError } from '@archon/values/problem';
import { tokens } from '@archon/advice/format';
import type { ValuesRequest } from '@archon/advice/choose-values';
import type { ClusterChoice } from '@archon/doctor/choose-from-cluster';
import type { Gpu, Model, Release } from '@archon/sizing/catalog-types';
import { newestRelease, releases } from '@archon/sizing/releases';
import type { QuestionOptions } from '@archon/sizing/types';
import { gpuNamed, releaseNamed } from '@archon/advice/catalog-names';
import { contradict } from './contradict.ts';
import { countOf, flaggedModel, type PlanOptions } from './read-request.ts';
import { servedModel, type ModelSource } from './served-model.ts';
import { parseSet } from './set-values.ts';
import { isSharded, optionsOfValues } from '@archon/advice/engine-options';
import { userValues, valuesInPlan } from './values-in-plan.ts';

/** The flags of `archon values`, as typed. */
export interface ValuesOptions extends Pick<
  PlanOptions,
  'gpu' | 'gpuCount' | 'model' | 'modelConfig' | 'release' | 'set' | 'values' | 'json' | 'link'
> {
  context?: string;
  users?: string;
  fromCluster?: boolean;
  kubeContext?: string;
  kubeconfig?: string;
}

type Values = Record<string, unknown>;

/** What the flags and the user's values ask for. */
export interface ReadValuesRequest {
  readonly request: ValuesRequest;
  /** The user's values, `--set` over files: they are in the printed file as they are. */
  readonly user: Values;
  readonly source?: ModelSource;
  /** What a cluster decides, with `--from-cluster`. */
  readonly cluster?: ClusterChoice;
}

/** Reads flags and values, as archon plan does. */
export async function readValuesRequest(options: ValuesOptions): Promise<ReadValuesRequest> {
  const set = parseSet(options.set ?? []);
  const { user } = userValues(options.values ?? [], set);
  const product = valueAt(user, ['gpu', 'product']);
  const typed = options.gpu ?? (typeof product === 'string' && product !== '' ? product : undefined);
  const cluster = await clusterChoice(
    options,
    typed && gpuNamed(typed, options.gpu === undefined ? 'gpu.product' : '--gpu'),
  );
  const name = cluster?.gpu ?? typed;
  if (name === undefined) {
    const hint = 'For example: archon values --gpu rtx-5070-ti, or --from-cluster';
    throw new ArchonError([{ path: '--gpu', message: 'Values are for one GPU: set --gpu.', hint }]);
  }
  const gpu = gpuNamed(name, options.gpu === undefined ? 'gpu.product' : '--gpu');
  contradict(
    '--gpu',
    gpu.id,
    'gpu.product',
    typeof product === 'string' && product !== '' ? gpuNamed(product, 'gpu.product').id : undefined,
  );
  const flagged = await flaggedModel(options);
  const count = options.gpuCount === undefined ? undefined : countOf(options.gpuCount);
  const release = options.release === undefined ? releaseForDriver(cluster, user) : releaseNamed(options.release);
  const given = options.set !== undefined || options.values !== undefined;
  const named = valueAt(user, ['model', 'id']);
  // a configuration says what the model is, and model.id where it is
  const id = options.modelConfig === undefined ? flagged?.model.id : undefined;
  const checked = given
    ? valuesInPlan(options.values ?? [], set, {
        ...(id !== undefined && { model: id }),
        ...(release !== undefined && { release }),
        ...(count !== undefined && { gpuCount: count }),
      })
    : undefined;
  const ownModel = checked && (typeof named === 'string' || user.preset) ? checked.model : undefined;
  const found = flagged ?? (ownModel === undefined ? undefined : await servedModel(ownModel, { path: 'model.id' }));
  const model = found && located(found.model, options.modelConfig, named);
  const gpuCount = count ?? checked?.gpuCount ?? 1;
  const requestedImage = ['tag', 'release'].some((key) => valueAt(user, ['image', key]) != null);
  const planned = release ?? (requestedImage ? checked?.release : undefined);
  const fixed = fixedOptions(user, gpuCount);
  const context = contextOf(options.context, fixed, model);
  return {
    request: {
      gpu,
      gpuCount,
      ...(model && { model }),
      ...(planned !== undefined && { release: planned }),
      ...(context !== undefined && { context }),
      users: options.users === undefined ? 1 : positive('--users', options.users),
      fixed,
    },
    user,
    ...(found?.source && { source: found.source }),
    ...(cluster && { cluster }),
  };
}

/** Asks the cluster, whose client is only loaded then. */
async function clusterChoice(options: ValuesOptions, gpu: Gpu | undefined | ''): Promise<ClusterChoice | undefined> {
  if (options.fromCluster) return (await import('./read-choice.ts')).readChoice(options, gpu || undefined);
  const flag = options.kubeconfig === undefined ? 'kubeContext' : 'kubeconfig';
  if (options[flag] === undefined) return undefined;
  const name = flag === 'kubeconfig' ? '--kubeconfig' : '--kube-context';
  throw new ArchonError([{ path: name, message: `${name} needs --from-cluster.` }]);
}

/** The newest release whose image runs with the driver of the nodes; undefined where the newest of all does. */
function releaseForDriver(cluster: ClusterChoice | undefined, user: Values): string | undefined {
  const driver = cluster?.driver;
  const named = ['tag', 'release', 'digest'].some((key) => valueAt(user, ['image', key]) != null);
  const runs = ({ image }: Release): boolean => image.minDriver === undefined || image.minDriver <= driver!;
  if (driver === undefined || named || runs(newestRelease)) return undefined;
  return releases.toReversed().find(runs)?.version;
}

/** The engine values that the user has set, and shards for the GPUs where none are. */
function fixedOptions(user: Values, gpuCount: number): QuestionOptions {
  const engine = optionsOfValues(user);
  return gpuCount > 1 && !isSharded(engine) ? { tensorParallelSize: gpuCount, ...engine } : engine;
}

/** A model of a configuration is where the values say. */
function located(model: Model, config: string | undefined, id: unknown): Model {
  if (config === undefined) return model;
  if (typeof id === 'string') return { ...model, id };
  if (!model.id.startsWith('local/')) return model;
  throw new ArchonError([
    {
      path: '--model-config',
      message: 'The files do not state the name of the model, and values need it.',
      hint: 'Set it: --set model.id=<org>/<name>, or its path in the container.',
    },
  ]);
}

function contextOf(flag: string | undefined, fixed: QuestionOptions, model: Model | undefined): number | undefined {
  const set = fixed.maxModelLen == null ? undefined : (numberOf(String(fixed.maxModelLen)) ?? undefined);
  const flagged = flag === undefined ? undefined : positive('--context', flag);
  contradict('--context', flagged, 'engine.maxModelLen', set);
  const requested = flagged ?? (set !== undefined && set > 0 ? set : undefined);
  const limit = model?.geometry.maxPositionEmbeddings;
  if (requested === undefined || limit === undefined || requested <= limit) return requested;
  const hint = model!.longContext?.optIn
    ? `It reaches ${tokens(model!.longContext.reaches)} with ${model!.longContext.method} scaling: set engine.hfOverrides and ask archon plan -f.`
    : `Request at most ${tokens(limit)}.`;
  throw new ArchonError([
    { path: '--context', message: `${model!.id} has ${tokens(limit)} positions, not ${tokens(requested)}.`, hint },
  ]);
}

function positive(flag: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number > 0 && number <= 2 ** 24) return number;
  throw new ArchonError([{ path: flag, message: `${flag} must be a positive integer, not ${JSON.stringify(text)}.` }]);
}
