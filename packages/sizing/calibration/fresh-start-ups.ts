import { readFileSync } from 'node:fs';
import { gpus } from '../src/gpus.ts';
import { coefficients as fitted } from '../src/plan/coefficients.gen.ts';
import type { Coefficients } from '../src/plan/coefficients.ts';
import { evaluate } from '../src/plan/evaluate.ts';
import { resolveQuestion } from '../src/plan/resolve-question.ts';
import type { Question } from '../src/plan/types.ts';

/** A start-up that came after the planner was fitted, one a line in fresh.jsonl. No coefficient is fitted on it. */
export interface FreshStartUp {
  /** Ids N… */
  readonly id: string;
  readonly source: string;
  readonly date: string;
  /** dense, moe, hybrid, hybrid-moe, mla, sliding, sliding-moe, vision or vision-moe; and 1 or n GPUs. */
  readonly cls: string;
  readonly question: Question;
  readonly truth: {
    readonly starts: boolean;
    /** Per GPU; negative where vLLM said how much is missing. */
    readonly kvGiB?: number;
    readonly kvTokens?: number;
    readonly weightsGiB?: number;
    readonly activationGiB?: number;
    readonly nonTorchGiB?: number;
    readonly graphsGiB?: number;
    readonly graphsEstimatedGiB?: number;
    readonly consumedGiB?: number;
    readonly concurrency?: number;
  };
  readonly inferred: readonly string[];
  readonly note: string;
  /** What the planner said on the day the start-up was added. */
  readonly planned: Planned;
}

export interface Planned {
  readonly fits: boolean | null;
  /** null: the planner had no figure. */
  readonly kvCacheGiB: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export const freshStartUps: readonly FreshStartUp[] = readFileSync(new URL('fresh.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as FreshStartUp);

/** What the planner says of a question. */
export function plannedOf(question: Question, coefficients: Coefficients = fitted): Planned {
  const resolved = resolveQuestion(question);
  if (!('gpu' in resolved)) return { fits: null, kvCacheGiB: null, low: null, high: null };
  const { fits, counted } = evaluate(resolved, coefficients);
  const figure = (value: number | undefined) => (value === undefined ? null : Number(value.toFixed(3)));
  const { likely, low, high } = counted?.estimate.kvCache ?? {};
  return { fits, kvCacheGiB: figure(likely), low: figure(low), high: figure(high) };
}

/** The classes of docs/02: a start-up can be in several. */
export const CLASSES: readonly (readonly [name: string, has: (startUp: FreshStartUp) => boolean])[] = [
  ['dense', ({ cls }) => cls.startsWith('dense')],
  ['mixture of experts', ({ cls }) => cls.includes('moe')],
  ['hybrid (recurrent layers)', ({ cls }) => cls.startsWith('hybrid')],
  ['sliding window', ({ cls }) => cls.startsWith('sliding')],
  ['latent attention', ({ cls }) => cls.startsWith('mla')],
  ['images', ({ question }) => takesImages(question)],
  ['several GPUs', ({ cls }) => cls.endsWith(' n')],
  ['unified memory', ({ question }) => isUnified(question)],
];

/** The catalog's figure, or the question's own; families whose every model of these rows takes images. */
function takesImages({ model }: Question): boolean {
  if (typeof model === 'object') return model.vision === true;
  return /Qwen3\.[568]-|gemma-4|Mistral-Small-3|Devstral-Small-2/.test(model);
}

function isUnified({ gpu }: Question): boolean {
  if (typeof gpu === 'string') return gpus.find(({ id }) => id === gpu)?.memory.unified === true;
  return gpu.computeCapability === '12.1';
}
