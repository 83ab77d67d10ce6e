import {
  checkChoices,
  checkExtraArgs,
  checkFlags,
  checkGpu,
  checkModelId,
  checkOptionKeys,
  checkVariables,
  extraArg,
  shardProblems,
  type GpuValues,
  type ShardRows,
} from '@archon/sizing';
import type { FunctionDefinition, FunctionTable } from '@archon/values';
import { listOf } from '../list-of.ts';
import { accessFunctions } from './access-functions.ts';
import { ingressFunctions } from './ingress-functions.ts';
import { loraFunctions } from './lora-functions.ts';
import { networkPolicyFunctions } from './network-policy-functions.ts';
import { monitoringFunctions } from './monitoring-functions.ts';
import { podFunctions } from './pod-functions.ts';
import { modelData } from './model-data.ts';
import { modelTask } from './model-task.ts';
import { releaseData } from './release-data.ts';
import { resourceFunctions } from './resource-functions.ts';
import { schedulingFunctions } from './scheduling-functions.ts';
import { serviceFunctions } from './service-functions.ts';
import { reservedFlags } from './reserved-flags.ts';
import { routeFunctions } from './route-functions.ts';

type Engine = Record<string, unknown>;

const text = (value: unknown): string => String(value ?? '');
const texts = (list: unknown): string[] => ((list as unknown[] | null | undefined) ?? []).map(String);

const plainNames = (variables: unknown): string[] =>
  ((variables ?? []) as { name: string; value?: string | null }[]).filter(({ value }) => value).map(({ name }) => name);

/** Sentences about options on a release, by a named template of the chart; none where the release is unknown. */
const problems = (
  template: string,
  check: (
    options: unknown,
    release: string,
    schema: Parameters<FunctionDefinition['evaluate']>[1]['schema'],
  ) => string[],
): FunctionDefinition => ({
  arity: [2, 2],
  returns: 'list',
  evaluate: ([options, release], { schema }) => (release ? check(options, String(release), schema) : []),
  emit: ([options, release], { include }) => `${include(template, options!.raw, release!.raw)} | fromJsonArray`,
});

/** What expressions of this chart may ask of the catalog, in TypeScript and, as named templates, in Helm. */
export const vllmFunctions: FunctionTable = {
  ...accessFunctions,
  ...ingressFunctions,
  ...loraFunctions,
  ...networkPolicyFunctions,
  ...monitoringFunctions,
  ...podFunctions,
  ...resourceFunctions,
  ...routeFunctions,
  ...schedulingFunctions,
  ...serviceFunctions,
  /** The catalog's entry for a release; empty where no release is that old. */
  catalogRelease: {
    arity: [1, 1],
    returns: 'object',
    evaluate: ([release]) => releaseData(text(release)) ?? {},
    emit: ([release], { include }) => `${include('catalog-release', release!.raw)} | fromJson`,
  },
  /** The catalog's entry for a model; empty where it has none. */
  catalogModel: {
    arity: [1, 1],
    returns: 'object',
    evaluate: ([model]) => modelData(text(model)) ?? {},
    emit: ([model], { include }) => `${include('catalog-model', model!.raw)} | fromJson`,
  },
  /** Why tensor parallelism cannot divide a model of the catalog on a release: entry of the model, engine, release. */
  shardProblems: listOf('shard-problems', 3, (model: { shards?: ShardRows } | null, engine: Engine | null, release) => {
    const { tensorParallelSize, extraArgs } = engine ?? ({} as Engine);
    const whole = extraArg(texts(extraArgs), 'enable-expert-parallel') === 'true';
    return shardProblems(model?.shards, Number(tensorParallelSize ?? 1), whole, text(release));
  }),
  /** What is wrong with engine.extraArgs on a release. */
  extraArgProblems: problems('extra-arg-problems', (args, release, schema) =>
    checkExtraArgs(texts(args), release, reservedFlags(schema)),
  ),
  /** What engine.extraArgs gives a flag, as text: "true" or "false" of a switch; empty where it is not there. */
  extraArg: {
    arity: [2, 2],
    returns: 'string',
    evaluate: ([args, name]) => extraArg(texts(args), text(name)),
    emit: ([args, name], { include }) => include('extra-arg', args!.raw, name!.raw),
  },
  /** The same as a whole number of up to 9 digits, so that a product of it fits Helm's int64; 0 where it is none. */
  extraNumber: {
    arity: [2, 2],
    returns: 'integer',
    evaluate: ([args, name]) => Number(/^[0-9]{1,9}$/.exec(extraArg(texts(args), text(name)))?.[0] ?? 0),
    emit: ([args, name], { include }) =>
      `regexFind "^[0-9]{1,9}$" (${include('extra-arg', args!.raw, name!.raw)}) | default "0" | float64 | int64`,
  },
  /** Names of the variables whose value is text in the values. */
  plainVariables: listOf('plain-variables', 1, plainNames),
  /** The same of all variables of two lists of containers. */
  plainVariablesIn: listOf('plain-variables-in', 2, (...lists: ({ env?: unknown }[] | null)[]) =>
    lists.flatMap((list) => (list ?? []).flatMap(({ env }) => plainNames(env))),
  ),
  /** What clients ask a model for. */
  modelTask: {
    arity: [2, 2],
    returns: 'string',
    evaluate: ([engine, model]) => modelTask((engine ?? {}) as Engine, text(model)),
    emit: ([engine, model], { include }) => include('model-task', engine!.raw, model!.raw),
  },
  /** The paths of a list that are a folder, or in it. */
  pathsBelow: listOf('paths-below', 2, (folder, paths) =>
    texts(paths).filter((path) => `${path}/`.startsWith(`${text(folder)}/`)),
  ),
  /** Options of the engine that a release does not have. */
  flagProblems: problems('flag-problems', (engine, release, schema) =>
    checkFlags(engine as Engine, release, reservedFlags(schema)),
  ),
  /** Options of the engine with a choice that a release does not have. */
  choiceProblems: problems('choice-problems', (engine, release) => checkChoices(engine as Engine, release)),
  /** What is wrong with the form of model.id, for a release and engine.loadFormat: an address, or GGUF. */
  modelIdProblems: listOf('model-id-problems', 3, (id, release, format) =>
    checkModelId(text(id), text(release), text(format)),
  ),
  /** Keys of JSON options that a release does not have. */
  optionKeyProblems: problems('option-key-problems', (engine, release) => checkOptionKeys(engine as Engine, release)),
  /** Environment variables of vLLM's own that a release does not read. */
  variableProblems: problems('variable-problems', (names, release) => checkVariables(texts(names), release)),
  /** What merged values and a release come to on the GPU that they name. */
  hardware: {
    arity: [2, 2],
    returns: 'object',
    evaluate: ([values, release]) => checkGpu(values as GpuValues, text(release)),
    emit: ([values, release], { include }) => `${include('hardware', values!.raw, release!.raw)} | fromJson`,
  },
};
