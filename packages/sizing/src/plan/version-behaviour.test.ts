import { describe, expect, it } from 'vitest';
import { versionBehaviour } from './version-behaviour.ts';
import type { ModelSpec } from './model-spec.ts';
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
});
