import { contextOn } from './count.ts';
import { resolveQuestion } from './resolve-question.ts';
import type { PlanContext } from './plan-context.ts';
import type { Question, QuestionModel } from './types.ts';

/** Geometries of config.json files, for tests that do not hang on the catalog. */
export const geometry = {
  'qwen2.5-0.5b': dense(24, 896, 4864, 14, 2, 64, 151_936, 'Qwen2ForCausalLM'),
  'qwen2.5-7b': dense(28, 3584, 18_944, 28, 4, 128, 152_064, 'Qwen2ForCausalLM'),
  'qwen2.5-14b': dense(48, 5120, 13_824, 40, 8, 128, 152_064, 'Qwen2ForCausalLM'),
  'qwen3-4b': dense(36, 2560, 9728, 32, 8, 128, 151_936, 'Qwen3ForCausalLM'),
  'qwen3-14b': dense(40, 5120, 17_408, 40, 8, 128, 151_936, 'Qwen3ForCausalLM'),
  'llama-3.1-8b': dense(32, 4096, 14_336, 32, 8, 128, 128_256, 'LlamaForCausalLM'),
  'codellama-7b': dense(32, 4096, 11_008, 32, 32, 128, 32_016, 'LlamaForCausalLM'),
  'granite-3.1-8b': dense(40, 4096, 12_800, 32, 8, 128, 49_155, 'GraniteForCausalLM'),
  'mistral-small-24b': dense(40, 5120, 32_768, 32, 8, 128, 131_072, 'MistralForCausalLM'),
  'qwen3-30b-a3b': {
    ...dense(48, 2048, 0, 32, 4, 128, 151_936, 'Qwen3MoeForCausalLM'),
    moe: { activeExperts: 8, intermediateSize: 768 },
  },
  'gemma-2-27b': {
    ...dense(46, 4608, 36_864, 32, 16, 128, 256_000, 'Gemma2ForCausalLM'),
    slidingWindow: { size: 4096, layers: 23 },
  },
  'gemma-3-12b': {
    ...dense(48, 3840, 15_360, 16, 8, 256, 262_208, 'Gemma3ForConditionalGeneration'),
    slidingWindow: { size: 1024, layers: 40 },
    vision: true,
  },
  'gpt-oss-20b': {
    ...dense(24, 2880, 0, 64, 8, 64, 201_088, 'GptOssForCausalLM'),
    moe: { activeExperts: 4, intermediateSize: 2880 },
    slidingWindow: { size: 128, layers: 12 },
  },
  'deepseek-v2-lite': {
    ...dense(27, 2048, 10_944, 16, 16, 192, 102_400, 'DeepseekV2ForCausalLM'),
    moe: { activeExperts: 6, intermediateSize: 1408 },
    mla: { kvLoraRank: 512, qkRopeHeadDim: 64 },
  },
  'qwen3.5-27b': {
    ...dense(64, 5120, 17_408, 24, 4, 256, 248_320, 'Qwen3_5ForConditionalGeneration'),
    linearAttention: { layers: 48, keyHeads: 16, valueHeads: 48, keyHeadDim: 128, valueHeadDim: 128, convKernel: 4 },
    vision: true,
  },
} satisfies Record<string, QuestionModel>;

function dense(
  numHiddenLayers: number,
  hiddenSize: number,
  intermediateSize: number,
  numAttentionHeads: number,
  numKeyValueHeads: number,
  headDim: number,
  vocabSize: number,
  architecture: string,
): QuestionModel {
  const counts = {
    numHiddenLayers,
    hiddenSize,
    intermediateSize,
    numAttentionHeads,
    numKeyValueHeads,
    headDim,
    vocabSize,
  };
  return { weightsGiB: 1, maxPositionEmbeddings: 262_144, architecture, ...counts };
}

type Named = keyof typeof geometry;

export function question(name: Named, rest: Partial<Omit<Question, 'model'>> & { weightsGiB?: number } = {}): Question {
  const { weightsGiB = 1, ...others } = rest;
  const gpu = { totalGiB: 79.19, computeCapability: '9.0' };
  return { gpu, release: '0.19.0', model: { ...geometry[name], weightsGiB }, ...others };
}

/** The plan context of a question, for tests of one phase. */
export function contextOf(asked: Question): PlanContext {
  const resolved = resolveQuestion(asked);
  if (!('gpu' in resolved)) throw new Error(resolved.join(' '));
  return contextOn(resolved, resolved.release);
}
