export type {
  Flag,
  FlagAlias,
  FlagType,
  Gpu,
  GpuMemory,
  ImageUser,
  Model,
  ModelGeometry,
  Release,
  ReleaseImage,
} from './catalog-types.ts';
export { cudaGiB, type CudaTotal } from './cuda-total.ts';
export { checkExtraArgs, extraArg } from './extra-args.ts';
export { refusedArguments } from './refused-arguments.ts';
export { successorOf, type ReservedFlags } from './flag-absence.ts';
export { flagChoices, type FlagChoices } from './choices.ts';
export {
  findFlag,
  flagOfKey,
  flagsOn,
  nearestFlag,
  oppositeFlag,
  type FlagAvailability,
  type ReleaseFlag,
  type ReleaseFlags,
} from './flags.ts';
export { gpus, gpusOfClass, reportedGiB, type GpuClass } from './gpus.ts';
export { capabilityNumber } from './plan/versions.ts';
export { chartTables } from './chart-table/tables.ts';
export { loadCatalog, type Catalog } from './load-catalog.ts';
export { entryText } from './model-config/entry-text.ts';
export { type Checkpoint, poolingFile, quantizationFiles, withQuantization } from './model-config/checkpoint.ts';
export { type CheckpointFiles, indexName, weightFiles, weightIndex } from './model-config/checkpoint-files.ts';
export { headerLength, headerTensors, type Tensor } from './model-config/safetensors.ts';
export { modelOf } from './model-config/model-of.ts';
export { readModelConfig } from './model-config/read-model-config.ts';
export { findModel, models } from './models.ts';
export { plan } from './plan/plan.ts';
export { quickCheck, type QuickCheck } from './plan/evaluate.ts';
export type {
  Answer,
  Bounded,
  Part,
  Parts,
  Question,
  QuestionGpu,
  QuestionModel,
  QuestionOptions,
  Suggestion,
} from './plan/types.ts';
export { findRelease, newestRelease, releases } from './releases.ts';
export { variableSuccessors } from './variable-successors.ts';
export { checkChoices, checkFlags, engineChoices } from './check-engine.ts';
export { checkModelId } from './check-model-id.ts';
export { checkOptionKeys, checkVariables } from './check-names.ts';
export { checkGpu, type GpuFindings, type GpuValues } from './chart-table/check-gpu.ts';
export { flagTable, type FlagArity, type FlagTable } from './flag-table.ts';
export { shardProblems, shardRows, type ShardRows } from './chart-table/shard-rows.ts';
export { modelSpecOf } from './plan/model-spec.ts';
export { typesOfModel } from './plan/type-objections.ts';
