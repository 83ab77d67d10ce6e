import {
  ArchonError,
  deepMerge,
  isRecord,
  parseYamlFile,
  readText,
  validateValues,
  valueAt,
  type YamlFile,
} from '@archon/values';
import { optionsOfValues } from '@archon/advice/engine-options';
import { partOfResource } from '@archon/sizing/gpu-parts';
import { modelOf } from './charts.ts';
import { contradict } from './contradict.ts';
import type { QuestionOptions } from '@archon/sizing/types';

/** The flags other than -f and --set. */
export interface FlagsInPlan {
  readonly model?: string;
  readonly release?: string;
  readonly gpuCount?: number;
}

/** What values contribute to a question. */
export interface ValuesInPlan {
  readonly gpu?: string;
  /** The part of it that gpu.resourceName is, as the end of its id; empty: it is whole. */
  readonly gpuPart: string;
  readonly model?: string;
  readonly revision?: string;
  readonly release?: string;
  /** Whether the values or their preset name an image. */
  readonly namesImage: boolean;
  readonly gpuCount: number;
  readonly options: QuestionOptions;
  /** Empty for no preset. */
  readonly preset: string;
}

type Values = Record<string, unknown>;

/** Needed to read values without a model, in a ranking of models. */
const anyModel = 'any/model';

/** The user's values: files in turn, and `--set` over them. */
export function userValues(paths: readonly string[], set: Values): { files: YamlFile[]; user: Values } {
  const sets: YamlFile = { file: '--set', value: set, locate: () => ({ file: '--set' }) };
  const files = [...paths.map((path) => parseYamlFile(path, readText(path))), sets];
  return { files, user: files.map(({ value }) => (isRecord(value) ? value : {})).reduce(deepMerge, {}) };
}

/** Reads values as the chart would, `--set` over files, and refuses what it would refuse. */
export function valuesInPlan(paths: readonly string[], set: Values, flags: FlagsInPlan): ValuesInPlan {
  const { files, user } = userValues(paths, set);
  contradict('--model', flags.model, 'model.id', valueAt(user, ['model', 'id']));
  contradict('--gpu-count', flags.gpuCount, 'gpu.count', valueAt(user, ['gpu', 'count']));
  const gpu = valueAt(user, ['gpu', 'product']);
  const ranksModels = flags.model === undefined && paths.length === 0 && !namesModel(user);
  const implied = ranksModels ? { preset: '', model: { id: anyModel } } : impliedBy(flags, user);
  // whether it runs on the GPU is for the plan to say, with figures
  const unchecked = typeof gpu === 'string' ? deepMerge(implied, { gpu: { product: '' } }) : implied;
  const flagged: YamlFile = { file: 'flags', value: unchecked, locate: () => ({}) };
  const { values, computed } = validateValues(modelOf(), [...files, flagged]);
  if (computed.nvidia !== true) {
    const claim = claimOf(values);
    const resource =
      valueAt(values, ['gpu', 'count']) === 0
        ? 'gpu.count is 0'
        : claim
          ? `gpu.claimTemplate.deviceClassName is ${claim.deviceClassName}`
          : `gpu.resourceName is ${String(valueAt(values, ['gpu', 'resourceName']))}`;
    throw new ArchonError([{ path: 'gpu', message: `${resource}: not an NVIDIA GPU, so there is nothing to plan.` }]);
  }
  const id = valueAt(values, ['model', 'copyOf']) ?? valueAt(values, ['model', 'id']);
  const revision = valueAt(values, ['model', 'revision']);
  const release = String(computed.release);
  const named = ['tag', 'release', 'digest'].some((key) => valueAt(values, ['image', key]) != null);
  if (named && release !== '') contradict('--release', flags.release, `the image${ofPreset(values, user)}`, release);
  const planned = named ? release || flags.release : (flags.release ?? release);
  return {
    ...(typeof gpu === 'string' && gpu !== '' && { gpu }),
    gpuPart: partOfClaim(values) ?? partOfResource(String(valueAt(values, ['gpu', 'resourceName']))),
    ...(typeof id === 'string' && id !== anyModel && { model: id }),
    ...(typeof revision === 'string' && { revision }),
    ...(planned && { release: planned }),
    namesImage: named,
    // 0: a resource claim gives the pod its GPUs, as many as vLLM uses.
    gpuCount: Number(valueAt(values, ['gpu', 'count'])) || Number(computed.gpusUsed),
    options: optionsOfValues(values),
    preset: String(values.preset),
  };
}

interface Claim {
  readonly enabled: boolean;
  readonly deviceClassName: string;
  readonly selectors: readonly string[];
}

function claimOf(values: Values): Claim | undefined {
  const claim = valueAt(values, ['gpu', 'claimTemplate']) as Claim | undefined;
  return claim?.enabled ? claim : undefined;
}

/** The slice that a claim asks for by its profile; empty: whole GPUs; undefined: no claim. */
function partOfClaim(values: Values): string | undefined {
  const claim = claimOf(values);
  if (claim?.deviceClassName !== 'mig.nvidia.com') return claim && '';
  const profile = /profile *== *["'](\d+g\.\d+gb)/.exec(claim.selectors.join(' '))?.[1];
  return profile === undefined ? '' : `-mig-${profile}`;
}

const namesModel = (user: Values): boolean =>
  valueAt(user, ['model', 'id']) != null || (user.preset != null && user.preset !== '');

/** The values that the flags override: the model, without the default preset; and shards for the GPUs. */
function impliedBy({ model, gpuCount }: FlagsInPlan, user: Values): Values {
  const shards = ['tensorParallelSize', 'pipelineParallelSize', 'dataParallelSize'];
  const sharded = shards.some((key) => valueAt(user, ['engine', key]) != null);
  return {
    ...(model !== undefined && user.preset === undefined && { preset: '' }),
    ...(model !== undefined && { model: { id: model } }),
    ...(gpuCount !== undefined && {
      gpu: { count: gpuCount },
      ...(!sharded && { engine: { tensorParallelSize: gpuCount } }),
    }),
  };
}

function ofPreset({ preset }: Values, user: Values): string {
  const own = ['tag', 'release', 'digest'].some((key) => valueAt(user, ['image', key]) != null);
  return own || !preset ? '' : ` of preset ${String(preset)}`;
}
