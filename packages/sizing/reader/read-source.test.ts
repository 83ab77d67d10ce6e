import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readImage } from './read-image.ts';
import { readSource, type SourceFlag, type SourceRelease } from './read-source.ts';

const fixture = (format: string) => fileURLToPath(new URL(`fixtures/${format}`, import.meta.url));
const python = spawnSync(process.env.ARCHON_PYTHON || 'python3', [
  '-c',
  'import sys; sys.exit(sys.version_info < (3, 11))',
]);

/** Flags by their aliases, without the aliases. */
const table = (flags: SourceFlag[]) =>
  Object.fromEntries(flags.map(({ flags: names, ...rest }) => [names.join(' '), rest]));

/** What a release registers, without the names of its options and variables. */
function registered(release: Omit<SourceRelease, 'flags'>) {
  const { optionKeys: _keys, optionChoices: _choices, environment: _variables, openChoices: _open, ...rest } = release;
  return rest;
}

describe.skipIf(python.status !== 0)('readSource', () => {
  it('should read add_argument calls, with defaults defined elsewhere', () => {
    const { flags, ...rest } = readSource(fixture('argparse'));
    const release = registered(rest);
    expect(table(flags)).toEqual({
      model_tag: { type: 'str' },
      '--host': { type: 'str' },
      '--origins': { type: 'json.loads', default: ['*'] },
      '--modules': { type: 'str', action: 'ModulesAction', nargs: '+' },
      '--filter': { type: 'str', action: 'append', default: [] },
      '--tool-parser': { type: 'str', choices: ['a', 'b'] },
      '--seed': { type: 'int', default: 0 },
      '--share': { type: 'float', default: 0.9 },
      '--parallel -p': { type: 'int', default: 8 },
      '--caching': { action: 'BooleanOptionalAction', default: false },
      '--chunked': { action: 'StoreBoolean', nargs: '?' },
      '--kv-cache-dtype': { type: 'str', choices: ['auto', 'fp8'], default: 'auto' },
      '--quantization': { choices: ['four', 'four_fast', null] },
      '--eager': { action: 'store_true', default: false },
      '--log-length': { type: 'int' },
    });
    expect(release).toEqual({
      quantization: {
        methods: ['four', 'four_fast'],
        leastCapability: { four: 60, four_fast: 80 },
        compressedTensors: {},
      },
      kvCacheDtypes: ['auto', 'fp8'],
      toolCallParsers: ['hand', 'left', 'right'],
      reasoningParsers: [],
      metrics: { v0: ['num_running'] },
    });
  });

  it('should read the fields of dataclasses as get_kwargs would', () => {
    const { flags, ...rest } = readSource(fixture('dataclass'));
    const release = registered(rest);
    expect(table(flags)).toEqual({
      '--headless': { action: 'store_true', default: false },
      '--port': { type: 'int', default: 8000 },
      '--level': { type: 'str', choices: ['low', 'high'], default: 'low' },
      '--key': { type: 'str', nargs: '+' },
      '--origins': { type: 'json.loads', default: ['*'] },
      '--log-file': { type: 'str', defaultText: 'envs.VLLM_LOG_FILE' },
      '--model': { type: 'str', default: 'org/model' },
      // Only type checkers see its Literal
      '--quantization -q': { type: 'str' },
      '--overrides': { type: 'json', default: {} },
      '--pool': { type: 'json:PoolConfig' },
      '--device-map': { type: 'json|str', default: 'cpu' },
      '--token': { type: 'str', nargs: '?' },
      '--old-name': { type: 'str' },
      '--old-switch': { type: 'bool' },
      '--block-size': { type: 'int', choices: [8, 16] },
      '--kv-cache-dtype': { type: 'str', choices: ['auto', 'fp8'], default: 'auto' },
      '--caching': { action: 'BooleanOptionalAction', default: true },
    });
    expect(release).toEqual({
      quantization: {
        methods: ['eight', 'eight_rows', 'tpu_only', 'compressed-tensors'],
        leastCapability: { eight: 89, eight_rows: 89, 'compressed-tensors': 70 },
        compressedTensors: { W4A4: 100 },
      },
      kvCacheDtypes: ['auto', 'fp8'],
      toolCallParsers: [],
      reasoningParsers: ['thinker'],
      metrics: { v0: ['num_swapped'], v1: ['cache_usage'] },
    });
  });

  it('should follow inherited class methods, pydantic fields and registries', () => {
    const { flags, ...rest } = readSource(fixture('registry'));
    const release = registered(rest);
    expect(table(flags)).toEqual({
      model_tag: { type: 'str', nargs: '?' },
      '--template': { type: 'str' },
      '--efforts': { type: 'json.loads' },
      '--port': { type: 'int', default: 8000 },
      '--middleware': { type: 'str', action: 'append', default: [] },
      '--share --part': { type: 'float', default: 0.92 },
      '--backend': { type: 'str', choices: ['naive', 'fast'], default: 'naive' },
      '--kv-cache-dtype': { type: 'str', known: ['auto', 'fp8', 'nvfp4'], default: 'auto' },
      '--level': { type: 'str', default: 2 },
      '--limits -l': { type: 'json:Limits', defaultText: 'Limits()' },
      '--quiet-limits': { type: 'json:Limits', defaultText: 'argparse.SUPPRESS' },
      '--token': { type: 'str', nargs: '?' },
      '--sizes': { type: 'int', nargs: '+' },
      '--eager': { action: 'BooleanOptionalAction', default: false },
      '--device': { choices: "['auto'] + ([here()] if here() else [])", default: 'auto' },
      '--log': { action: 'BooleanOptionalAction', default: false },
    });
    expect(release).toEqual({
      quantization: {
        methods: ['old', 'new', 'per_row', 'per_block', 'deep'],
        leastCapability: { old: 75, new: 75, per_row: 75, per_block: 75, deep: 75 },
        compressedTensors: {},
      },
      kvCacheDtypes: ['auto', 'fp8', 'nvfp4'],
      toolCallParsers: ['hasty', 'tidy'],
      reasoningParsers: [],
      metrics: { v1: ['num_drafts', 'stored_bytes'] },
    });
  });

  it('should read the keys of JSON options, their choices, environment variables and open choices', () => {
    const { optionKeys, optionChoices, environment, openChoices } = readSource(fixture('dataclass'));
    expect(optionKeys).toEqual({
      compilationConfig: ['cudagraph_capture_sizes', 'level', 'mode', 'pass_config', 'save_format', 'sizes'],
      'compilationConfig.pass_config': ['enable_fusion', 'enable_noop'],
      limitMmPerPrompt: ['audio', 'image', 'video'],
      'limitMmPerPrompt.image': ['count', 'height', 'width'],
      overrideGenerationConfig: ['attn_temperature_tuning', 'temperature', 'top_k'],
    });
    // sizes takes numbers too, and mode is converted before it is checked
    expect(optionChoices).toEqual({ 'compilationConfig.save_format': ['binary', 'unpacked'] });
    expect(openChoices).toEqual({
      'attention-backend': ['CUSTOM', 'FLASH_ATTN'],
      'load-format': ['auto', 'runai_streamer', 'safetensors'],
    });
    expect(environment).toEqual(['VLLM_CACHE_ROOT', 'VLLM_LOGGING_LEVEL', 'VLLM_PLUGINS']);
  });

  it('should refuse a tree without a command line', () => {
    expect(() => readSource(fixture('argparse/vllm'))).toThrow(/no command line/);
  });
});

describe('readImage', () => {
  it('should only know the bound without a Dockerfile', () => {
    expect(readImage(fixture('argparse'))).toEqual({
      released: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      image: { architecturesUpperBound: ['7.0', '7.5', '8.0'] },
      torch: '2.5.1',
      requiresPython: '>=3.9',
    });
  });

  it('should read a Dockerfile', () => {
    expect(readImage(fixture('dataclass'))).toEqual({
      image: { cuda: '12.8.1', architectures: ['8.0', '9.0'], ptx: ['9.0'], minDriver: 525, python: '3.12' },
      entrypoint: ['python3', '-m', 'vllm.entrypoints.openai.api_server'],
    });
  });

  it('should prefer the release pipeline for x86_64', () => {
    expect(readImage(fixture('registry'))).toEqual({
      image: { cuda: '13.0.2', architectures: ['7.5', '8.0', '12.0'], ptx: ['12.0'], minDriver: 580, python: '3.12' },
      entrypoint: ['vllm', 'serve'],
      user: { name: 'serve', uid: 2000, gid: 0, home: '/home/serve' },
    });
  });
});
