import { describe, expect, it } from 'vitest';
import { versionBehaviour } from './version-behaviour.ts';
import type { ModelSpec } from './model-spec.ts';
import type { NumericOptions } from './numeric-options.ts';
import type { QuestionOptions } from './types.ts';
import { versionNumber } from './versions.ts';

describe('the second model runner', () => {
  // config/vllm.py of each release: DEFAULT_V2_MODEL_RUNNER_ARCHITECTURES, _is_default_v2_model_runner_model
  it.each<[string, Partial<ModelSpec>, string]>([
    ['Qwen3 dense', { architecture: 'Qwen3ForCausalLM' }, '0.22.1'],
    ['Llama', { architecture: 'LlamaForCausalLM' }, '0.23.0'],
    ['Mistral', { architecture: 'MistralForCausalLM' }, '0.23.0'],
    ['Qwen3 dense, quantized', { architecture: 'Qwen3ForCausalLM', quantized: true }, '0.24.0'],
    ['Qwen2 dense', { architecture: 'Qwen2ForCausalLM' }, '0.25.1'],
    ['Qwen2 with experts', { architecture: 'Qwen2MoeForCausalLM', moe: { active: 4, intermediate: 1408 } }, '0.24.0'],
    ['other experts', { architecture: 'GptOssForCausalLM', moe: { active: 4, intermediate: 2880 } }, '0.29.0'],
  ])('should be the default for %s from its release on', (_, model, since) => {
    const versions = ['0.21.0', '0.22.1', '0.23.0', '0.24.0', '0.25.1', '0.28.0', '0.29.0', '0.33.0'];
    const runs = versions.filter(
      (version) => versionBehaviour(versionNumber(version), 806, model as ModelSpec).runnerV2 === true,
    );
    expect(runs).toEqual(versions.slice(versions.indexOf(since)));
  });

  // _get_v2_model_runner_unsupported_features
  it.each<[string, QuestionOptions, string]>([
    ['n-grams', { speculativeConfig: { method: 'ngram' } }, '0.32.0'],
    ['a draft model', { specModel: 'Qwen/Qwen3-0.6B' }, '0.31.0'],
    ['mtp', { speculativeConfig: { method: 'mtp' } }, '0.22.1'],
    ['prompt embeddings', { enablePromptEmbeds: true }, '0.29.0'],
    ['overlapping batches', { enableDbo: true }, '0.30.0'],
  ])('should run %s from its release on, and the first runner before', (_, options, since) => {
    const versions = ['0.21.0', '0.22.1', '0.28.0', '0.29.0', '0.30.0', '0.31.0', '0.32.0', '0.33.0'];
    const model = { architecture: 'Qwen3ForCausalLM' } as ModelSpec;
    const runs = versions.filter(
      (version) => versionBehaviour(versionNumber(version), 806, model, options as NumericOptions).runnerV2,
    );
    expect(runs).toEqual(versions.slice(versions.indexOf(since)));
  });

  it('should not run Gemma 4 before all models: 0.26 deducted its graphs (N029)', () => {
    const model = { architecture: 'Gemma4ForConditionalGeneration', globalAttention: { kvHeads: 4, headDim: 512 } };
    const runs = (version: string) => versionBehaviour(versionNumber(version), 1003, model as ModelSpec).runnerV2;
    expect(['0.26.0', '0.28.0', '0.29.0'].map(runs)).toEqual([false, false, true]);
  });
});
