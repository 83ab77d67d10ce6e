/**
 * What planning needs, straight from its files: the indexes of the packages also load ajv, yaml and Handlebars, which
 * takes longer than all of `archon plan`.
 */
export { findFlag } from '../../../sizing/src/flags.ts';
export { flagOfKey } from '../../../sizing/src/flag-of-key.ts';
export { gpus } from '../../../sizing/src/gpus.ts';
export { models } from '../../../sizing/src/models.ts';
export { kernelObjections } from '../../../sizing/src/plan/compatibility.ts';
export { gpuSpecOf } from '../../../sizing/src/plan/gpu-spec.ts';
export { quickCheck } from '../../../sizing/src/plan/evaluate.ts';
export { plan, unanswered } from '../../../sizing/src/plan/plan.ts';
export type { Answer, Question, QuestionOptions, Suggestion } from '../../../sizing/src/plan/types.ts';
export { findRelease, newestRelease, plainVersion, releases } from '../../../sizing/src/releases.ts';
export type { Gpu, Model, Release } from '../../../sizing/src/catalog-types.ts';
export { nearest } from '../../../values/src/nearest.ts';
export { ArchonError, formatProblem } from '../../../values/src/problem.ts';
