import { readFileSync } from 'node:fs';
import { resolveQuestion, type Resolved } from '../src/plan/resolve-question.ts';
import type { QuestionModel, QuestionOptions } from '../src/plan/types.ts';

/** A published start-up of vLLM, one a line in startups.jsonl. */
export interface StartUp {
  readonly id: string;
  readonly source: string;
  /** As the source names it. */
  readonly gpu: string;
  readonly class: string;
  readonly question: {
    readonly gpu: { readonly totalGiB: number; readonly computeCapability: string };
    readonly gpuCount: number;
    /** Key in models.json. */
    readonly model: string;
    readonly weightsGiB?: number;
    readonly quantization?: string;
    readonly release?: string;
    readonly options: QuestionOptions;
  };
  readonly basis: { readonly total: string; readonly release: string };
  readonly measured: {
    readonly weightsGiB?: number;
    readonly nonTorchGiB?: number;
    readonly activationGiB?: number;
    readonly graphsGiB?: number;
    readonly graphsEstimatedGiB?: number;
    readonly consumedGiB?: number;
    readonly kvCacheGiB?: number;
    readonly kvCacheTokens?: number;
  };
  readonly outcome: 'ok' | 'oom' | 'context too long';
  /**
   * fit: fitted and evaluated. check: evaluated, but not fitted, for something in it is inferred. parts: only its parts are
   * fitted, for the whole is unknown. none: neither, for the reason in why.
   */
  readonly use: 'fit' | 'check' | 'parts' | 'none';
  readonly why?: string;
  readonly note?: string;
}

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const { models } = JSON.parse(read('models.json')) as { models: Record<string, Omit<QuestionModel, 'weightsGiB'>> };

export const startUps: readonly StartUp[] = read('startups.jsonl')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as StartUp);

/** The question that a start-up answers. */
export function resolvedStartUp({ id, question }: StartUp): Resolved {
  const { gpu, gpuCount, weightsGiB = 1, quantization, release, options } = question;
  const model = { ...models[question.model]!, weightsGiB, ...(quantization && { quantization }) };
  const resolved = resolveQuestion({ gpu, gpuCount, model, ...(release && { release }), options });
  if (!('gpu' in resolved)) throw new Error(`${id}: ${resolved.join(' ')}`);
  return resolved;
}

/** What is left out together in cross-validation: a class of GPUs in a range of vLLM's releases. */
export function groupOf({ class: gpuClass, question }: StartUp): string {
  return `${gpuClass}, ${releaseRange(question.release)}`;
}

export function releaseRange(release: string | undefined): string {
  if (release === undefined) return 'release unknown';
  const [major = 0, minor = 0] = release.split('.').map(Number);
  if (major > 0 || minor >= 29) return '0.29 and later';
  if (minor >= 20) return '0.20-0.28';
  if (minor >= 17) return '0.17-0.19';
  return minor >= 8 ? '0.8-0.16' : 'V0';
}
