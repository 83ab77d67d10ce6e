import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ArchonError } from '@archon/values';
import { Ajv } from 'ajv';
import { format } from 'prettier';
import { afterAll, describe, expect, it } from 'vitest';
import { findModel } from '../models.ts';
import { entryText } from './entry-text.ts';
import { readModelConfig } from './read-model-config.ts';

const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'archon-model-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const read = (name: string) => readModelConfig(join(fixtures, name));

function problemsOf(path: string): string[] {
  try {
    readModelConfig(path);
  } catch (error) {
    if (error instanceof ArchonError) return error.problems.map(({ path: at, message }) => `${at ?? ''}: ${message}`);
    throw error;
  }
  return [];
}

/** A safetensors file with zeros as data; `missing` bytes are cut off its end. */
function writeSafetensors(file: string, tensors: Record<string, number[]>, missing = 0): void {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, model]) => {
    const begin = end;
    end += model.reduce((product, size) => product * size, 2);
    return [name, { dtype: 'BF16', model, data_offsets: [begin, end] }];
  });
  const header = Buffer.from(JSON.stringify({ ...Object.fromEntries(entries), __metadata__: { format: 'pt' } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const whole = Buffer.concat([length, header, Buffer.alloc(end)]);
  writeFileSync(file, whole.subarray(0, whole.length - missing));
}

const tiny = {
  architectures: ['LlamaForCausalLM'],
  hidden_size: 8,
  intermediate_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  max_position_embeddings: 64,
  vocab_size: 10,
  tie_word_embeddings: true,
};

function checkpoint(name: string, config: object = tiny): string {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  return folder;
}

describe('readModelConfig', () => {
  it.each([
    ['qwen2.5-coder-14b-gptq-int4', 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4'],
    ['qwen3-8b-awq', 'Qwen/Qwen3-8B-AWQ'],
    ['qwen3-30b-a3b', 'Qwen/Qwen3-30B-A3B'],
    ['qwen3-30b-a3b-fp8', 'Qwen/Qwen3-30B-A3B-FP8'],
    ['qwen3-next-80b-a3b', 'Qwen/Qwen3-Next-80B-A3B-Instruct'],
    ['qwen3.5-27b', 'Qwen/Qwen3.5-27B'],
    ['deepseek-v2-lite', 'deepseek-ai/DeepSeek-Coder-V2-Lite-Instruct'],
    ['gpt-oss-20b', 'openai/gpt-oss-20b'],
    ['gemma-3-4b-it', 'google/gemma-3-4b-it'],
    ['gemma-4-26b-a4b-it', 'google/gemma-4-26B-A4B-it'],
    ['nemotron-3-nano-4b', 'nvidia/NVIDIA-Nemotron-3-Nano-4B-BF16'],
    ['nemotron-3-nano-30b-a3b', 'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16'],
    ['llama-3.3-70b-fp8-dynamic', 'RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic'],
  ])('should read %s as the catalog has it', (name, id) => {
    const [found, entry] = [read(name), findModel(id)!];
    expect(found).toMatchObject({ architecture: entry.architecture, geometry: entry.geometry, dtype: entry.dtype });
    expect(found.geometry).toEqual(entry.geometry);
    expect(found.quantization).toEqual(entry.quantization);
    if (entry.weights!.basis === 'computed') expect(found.weights!.bytes).toBe(entry.weights!.bytes);
  });

  it('should count the parameters of Mixtral 8x7B and of Jamba, a Mamba hybrid', () => {
    expect(read('mixtral-8x7b').weights!.bytes).toBe(2 * 46_702_792_704);
    expect(read('jamba-v0.1').weights!.bytes).toBe(2 * 51_570_323_328);
    expect(read('jamba-v0.1').geometry).toMatchObject({
      mamba: { layers: 28, innerSize: 8192, stateSize: 16 },
      moe: { experts: 16, denseLayers: 16 },
    });
  });

  it('should count Mamba-2 layers as each family lists them', () => {
    const common = {
      num_hidden_layers: 8,
      num_attention_heads: 8,
      num_key_value_heads: 2,
      head_dim: 64,
      hidden_size: 512,
      intermediate_size: 1024,
      vocab_size: 1000,
      max_position_embeddings: 4096,
      torch_dtype: 'bfloat16',
      mamba_n_heads: 16,
      mamba_d_head: 64,
      mamba_n_groups: 1,
      mamba_d_state: 128,
      mamba_d_conv: 4,
      mamba_expand: 2,
    };
    const mambaOf = (architecture: string, more: object) =>
      readModelConfig(checkpoint(architecture, { architectures: [architecture], ...common, ...more })).geometry.mamba;
    const state = { version: 2, innerSize: 1024, stateSize: 128, convKernel: 4, heads: 16, groups: 1 };
    const types = ['mamba', 'mamba', 'mamba', 'attention', 'mamba', 'mamba', 'mamba', 'attention'];
    expect(mambaOf('BambaForCausalLM', { attn_layer_indices: [3] })).toEqual({ layers: 7, ...state });
    expect(mambaOf('GraniteMoeHybridForCausalLM', { layer_types: types, shared_intermediate_size: 1024 })).toEqual({
      layers: 6,
      ...state,
    });
    expect(mambaOf('FalconH1ForCausalLM', { mamba_d_ssm: 1024 })).toEqual({ layers: 8, ...state, withAttention: true });
  });

  it('should know layers that share a cache, and leave the size of embeddings per layer to the files', () => {
    const { geometry, weights } = read('gemma-4-e4b-it');
    expect(geometry).toMatchObject({
      layers: 42,
      slidingWindow: { size: 512, layers: 35 },
      sharedCache: { layers: 18, sliding: 15 },
      perLayerInput: 256,
    });
    expect(weights).toBeUndefined();
  });

  it('should see that only the experts are quantized', () => {
    const quantization = { method: 'compressed-tensors', bits: 4, groupSize: 32, expertsOnly: true };
    expect(read('kimi-k2-int4').quantization).toEqual(quantization);
  });

  it('should not take norms and biases that are left out of the quantization for attention', () => {
    const quantization_config = {
      quant_method: 'compressed-tensors',
      config_groups: { group_0: { weights: { num_bits: 8, type: 'float', strategy: 'channel' } } },
      // zai-org/GLM-4.5-FP8 lists them for every layer
      ignore: ['lm_head', 'model.layers.5.self_attn.q_norm', 'model.layers.11.self_attn.k_proj.bias'],
    };
    const folder = checkpoint('norms-left-out', { ...tiny, torch_dtype: 'bfloat16', quantization_config });
    expect(readModelConfig(folder).quantization).toEqual({ method: 'compressed-tensors', bits: 8, scheme: 'channel' });
  });

  it.each([
    [['lm_head', 'model.layers.0.mlp.gate'], 'computed'],
    [['lm_head', 'model.layers.0.self_attn.q_proj'], undefined],
  ])('should compute NVFP4 of modelopt where only head and routers are left out: %j', (exclude_modules, basis) => {
    const folder = checkpoint(`nvfp4-without-${basis}`, { ...tiny, torch_dtype: 'bfloat16' });
    const quantization = { quant_algo: 'NVFP4', group_size: 16, exclude_modules };
    writeFileSync(join(folder, 'hf_quant_config.json'), JSON.stringify({ quantization }));
    expect(readModelConfig(folder).weights?.basis).toBe(basis);
  });

  it('should leave out weights that do not follow from the configuration, and say so', () => {
    const { weights, note } = read('nvfp4');
    expect(weights).toBeUndefined();
    expect(note).toContain('for compressed-tensors: it is unknown');
  });

  it('should take name, licence and a window on every layer from what it finds', () => {
    const { id, licence, geometry, note } = read('mistral-7b-v0.1');
    expect([id, licence, geometry.slidingWindow]).toEqual(['mistralai/Mistral-7B-v0.1', 'apache-2.0', undefined]);
    expect(note).toContain('sliding window of 4,096 tokens for every layer');
    expect(readModelConfig(join(fixtures, 'qwen3-8b-awq'), { id: 'me/mine' }).id).toBe('me/mine');
  });

  it('should know a checkpoint in the cache of the hub by its path', () => {
    const folder = join(scratch, 'models--Qwen--Qwen3-8B-AWQ', 'snapshots', 'abc');
    cpSync(join(fixtures, 'qwen3-8b-awq'), folder, { recursive: true });
    expect(readModelConfig(folder).id).toBe('Qwen/Qwen3-8B-AWQ');
  });

  it('should say how far the context reaches', () => {
    expect(read('deepseek-v2-lite').longContext).toMatchObject({ method: 'yarn', factor: 40, reaches: 163840 });
    expect(read('llama-3.3-70b-fp8-dynamic').longContext).toMatchObject({ method: 'llama3', reaches: 131072 });
  });

  it.each(readdirSync(fixtures).filter((name) => problemsOf(join(fixtures, name)).length === 0))(
    'should make a valid entry of %s, written as prettier has it',
    async (name) => {
      const schema = JSON.parse(readFileSync(join(fixtures, '../../../catalog/schemas/model.schema.json'), 'utf8'));
      const validate = new Ajv({ strict: true, allErrors: true }).compile(schema as object);
      const entry = read(name);
      expect(validate(entry) ? [] : validate.errors).toEqual([]);
      expect(await format(entryText(entry), { parser: 'json', printWidth: 120 })).toBe(entryText(entry));
    },
  );
});

describe('readModelConfig, weights', () => {
  const layer = { 'model.layers.0.mlp.up_proj.weight': [16, 8], 'model.embed_tokens.weight': [10, 8] };

  it('should measure the headers: no tied output layer, no layers beyond the last', () => {
    const folder = checkpoint('measured');
    const more = { 'lm_head.weight': [10, 8], 'model.layers.1.mlp.up_proj.weight': [16, 8], 'mtp.fc.weight': [4, 4] };
    writeSafetensors(join(folder, 'model.safetensors'), { ...layer, ...more });
    const { weights, dtype } = readModelConfig(folder);
    expect(weights).toMatchObject({ bytes: 416, basis: 'measured', fileBytes: 416 + 160 + 256 + 32 });
    expect(dtype).toBe('bfloat16');
  });

  it('should tell the language model from the vision tower', () => {
    const folder = checkpoint('vision');
    writeSafetensors(join(folder, 'model.safetensors'), { ...layer, 'vision_tower.layers.5.weight': [8, 8] });
    expect(readModelConfig(folder).weights).toEqual({ bytes: 544, basis: 'measured', languageBytes: 416 });
  });

  it('should take the size from the index where the files are not there', () => {
    expect(read('indexed')).toMatchObject({ weights: { bytes: 16060522496, basis: 'measured' } });
    expect(read('indexed').sources).toContain('weights: total_size in model.safetensors.index.json');
  });

  it('should read every file of the index', () => {
    const folder = checkpoint('sharded');
    const [one, two] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
    writeSafetensors(join(folder, one), { 'model.embed_tokens.weight': [10, 8] });
    writeSafetensors(join(folder, two), { 'model.norm.weight': [8] });
    const index = { metadata: { total_size: 1 }, weight_map: { a: one, b: two, c: two } };
    writeFileSync(join(folder, 'model.safetensors.index.json'), JSON.stringify(index));
    expect(readModelConfig(folder).weights).toEqual({ bytes: 176, basis: 'measured' });
  });

  it('should compute, and say so, where Git LFS left a pointer', () => {
    const folder = checkpoint('pointer', { ...tiny, torch_dtype: 'float16' });
    writeFileSync(join(folder, 'model.safetensors'), 'version https://git-lfs.github.com/spec/v1\nsize 123\n');
    expect(readModelConfig(folder)).toMatchObject({ weights: { basis: 'computed' }, dtype: 'float16' });
    expect(readModelConfig(folder).note).toContain('pointers of Git LFS');
  });

  it.each([
    ['data', 10, 'its tensors need'],
    ['header', 450, 'its header needs'],
  ])('should refuse a file whose %s is cut off', (part, missing, message) => {
    const folder = checkpoint(`truncated-${part}`);
    writeSafetensors(join(folder, 'model.safetensors'), layer, missing);
    expect(problemsOf(folder)).toEqual([expect.stringMatching(`The file is truncated: ${message}`)]);
  });

  it.each([
    ['too short', Buffer.from('abc'), 'truncated: it has 3 bytes'],
    ['another format', Buffer.alloc(64, 0xff), 'This is not a safetensors file: its header would have'],
    ['not JSON', Buffer.concat([Buffer.from([4, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('none')]), 'its header is not JSON'],
    [
      'no offsets',
      Buffer.concat([Buffer.from([8, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{"a":{}}')]),
      'the tensor a without',
    ],
  ])('should refuse a file that is %s', (name, bytes, message) => {
    const folder = checkpoint(`broken-${name.replaceAll(' ', '-')}`);
    writeFileSync(join(folder, 'model.safetensors'), bytes);
    expect(problemsOf(folder)).toEqual([expect.stringContaining(message)]);
  });
});

describe('readModelConfig, refusals', () => {
  it('should name everything that is missing or wrong, together', () => {
    expect(problemsOf(join(fixtures, 'incomplete'))).toEqual([
      'num_hidden_layers: num_hidden_layers must be a whole number of at least 1; it is "48".',
      'moe_intermediate_size: moe_intermediate_size is missing.',
      'num_experts_per_tok: num_experts_per_tok or num_experts_per_token or experts_per_token or top_k_experts is missing.',
      'max_position_embeddings: max_position_embeddings is missing.',
      'dtype: The type int3 is unknown.',
    ]);
  });

  it('should refuse an architecture that it was not taught', () => {
    expect(problemsOf(join(fixtures, 'gpt2-like'))).toEqual([
      'architectures: The architecture GPT2LMHeadModel is unknown: how it lays out its layers would be a guess.',
    ]);
    expect(problemsOf(checkpoint('nameless', { hidden_size: 8 }))).toEqual([
      'architectures: architectures is missing: which class of vLLM runs it is unknown.',
    ]);
    expect(problemsOf(checkpoint('object', { ...tiny, architectures: ['toString'] }))).toHaveLength(1);
  });

  it('should refuse what the geometry has no words for', () => {
    const shared = { ...tiny, torch_dtype: 'float16', num_kv_shared_layers: 9 };
    expect(problemsOf(checkpoint('shared', shared))).toEqual([expect.stringContaining('num_kv_shared_layers needs')]);
    const layers = { ...tiny, torch_dtype: 'float16', layer_types: ['rwkv'] };
    expect(problemsOf(checkpoint('layers', layers))).toEqual([
      'layer_types: What a layer of type rwkv keeps in memory is unknown.',
    ]);
  });

  it('should refuse a quantization without a method, or without bits', () => {
    const quantized = (quantization_config: object) => ({ ...tiny, torch_dtype: 'float16', quantization_config });
    expect(problemsOf(checkpoint('no-method', quantized({ bits: 4 })))).toEqual([
      expect.stringContaining('quant_method'),
    ]);
    expect(problemsOf(checkpoint('no-bits', quantized({ quant_method: 'exl3' })))).toEqual([
      expect.stringContaining('bits'),
    ]);
    const bnb = readModelConfig(checkpoint('bnb', quantized({ quant_method: 'bitsandbytes', load_in_4bit: true })));
    expect([bnb.quantization, bnb.weights]).toEqual([{ method: 'bitsandbytes', bits: 4 }, undefined]);
  });

  it.each([
    ['nothing', () => join(scratch, 'nothing'), 'There is no such file or folder.'],
    ['an empty folder', () => mkdtempSync(join(scratch, 'empty-')), 'The folder has no config.json.'],
  ])('should refuse %s', (_, path, message) => expect(problemsOf(path())).toEqual([`: ${message}`]));

  it('should refuse a file that is not a JSON object', () => {
    const file = join(scratch, 'list.json');
    writeFileSync(file, '[1]');
    expect(problemsOf(file)).toEqual([': The file must hold a JSON object.']);
    writeFileSync(file, '{');
    expect(problemsOf(file)).toEqual([expect.stringContaining('The file is not JSON')]);
  });
});

describe('readModelConfig, of what anyone published', () => {
  it.each([
    ['escape', { quantization_config: { quant_method: 'gp\u001b[31mtq' } }, 'cannot be printed'],
    ['newline', { quantization_config: { quant_method: 'gptq\nengine: {}' } }, 'cannot be printed'],
    ['class', { architectures: ['New\u001b[31mForCausalLM'] }, 'is not the name of a class'],
  ])('should refuse what would write on the terminal: %s', (name, config, sentence) => {
    expect(problemsOf(checkpoint(`printed-${name}`, { ...tiny, torch_dtype: 'float16', ...config })).join()).toContain(
      sentence,
    );
  });
});

describe('readModelConfig, that keeps what is unread', () => {
  const unreadOf = (name: string, config: object) =>
    readModelConfig(checkpoint(name, { ...tiny, torch_dtype: 'float16', ...config }), { unread: 'keep' }).unread;

  it.each<[string, object, string]>([
    ['new', { architectures: ['NewForCausalLM'] }, 'The architecture NewForCausalLM is unknown'],
    ['rwkv', { layer_types: ['rwkv'] }, 'What a layer of type rwkv keeps in memory is unknown.'],
    ['exl3', { quantization_config: { quant_method: 'exl3' } }, 'how many exl3 has per weight is unknown'],
    ['mixed', { quantization_config: { quant_method: 'modelopt', quant_algo: 'MIXED_PRECISION' } }, 'MIXED_PRECISION'],
  ])('should name %s', (name, config, sentence) => {
    expect(unreadOf(`unread-${name}`, config)?.join()).toContain(sentence);
  });

  it('should find nothing unread in what it knows', () => expect(unreadOf('read', {})).toBeUndefined());

  it.each([
    ['FP8', { method: 'modelopt', bits: 8 }],
    ['NVFP4', { method: 'modelopt_fp4', bits: 4, groupSize: 16 }],
  ])('should read the file of modelopt where config.json has no quantization: %s', (quant_algo, quantization) => {
    const folder = checkpoint(`modelopt-${quant_algo}`, { ...tiny, torch_dtype: 'bfloat16' });
    const group = quant_algo === 'FP8' ? {} : { group_size: 16 };
    writeFileSync(join(folder, 'hf_quant_config.json'), JSON.stringify({ quantization: { quant_algo, ...group } }));
    expect(readModelConfig(folder).quantization).toEqual(quantization);
  });

  it('should say what vLLM needs for a quantization that only quantize_config.json names', () => {
    const folder = checkpoint('gptq', { ...tiny, torch_dtype: 'float16' });
    writeFileSync(join(folder, 'quantize_config.json'), JSON.stringify({ bits: 4, group_size: 128 }));
    const { quantization, unread } = readModelConfig(folder, { unread: 'keep' });
    expect(quantization).toEqual({ method: 'gptq', bits: 4, groupSize: 128 });
    expect(unread?.join()).toContain('engine.quantization: gptq');
  });
});
