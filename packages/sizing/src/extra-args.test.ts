import { describe, expect, it } from 'vitest';
import { checkExtraArgs } from './extra-args.ts';

const newest = '0.33.0';

describe('checkExtraArgs accepts', () => {
  it.each([
    ['nothing', newest, []],
    ['a value behind =', newest, ['--max-model-len=8192']],
    ['a value as its own entry', newest, ['--max-model-len', '8192']],
    ['underscores', newest, ['--max_model_len=8192']],
    ['a negative number as value', newest, ['--max-model-len', '-1', '--seed', '-.5']],
    ['short aliases', newest, ['-tp', '2', '-q=gptq', '-O3', '-dp=1', '-cc.mode=3']],
    ['-O with a value of its own', newest, ['-O', '2']],
    ['-O as it was', '0.11.0', ['-O', '3']],
    ['a boolean and the negation of another', newest, ['--enforce-eager', '--no-enable-prefix-caching']],
    ['values of a list', newest, ['--served-model-name', 'a', 'b', '--lora-modules', 'x=y', 'z=w']],
    ['JSON with blanks and dots', newest, ['--hf-overrides={"a": 1.5, "b": "c=d"}']],
    ['dotted keys', newest, ['--kv-transfer-config.kv_role=kv_both', '--kv-transfer-config.kv_port', '1']],
    ['appended dotted keys', newest, ['--hf-overrides.a+=x', '--hf-overrides.a+=y']],
    ['a repeatable flag twice', newest, ['--middleware=a', '--middleware', 'b']],
    ['a flag whose value is optional', newest, ['--hf-token', '--enforce-eager']],
    ['an empty value as its own entry', newest, ['--root-path', '']],
    ['a value of a boolean where a release takes it', '0.6.6', ['--enable-chunked-prefill=False']],
    ['what exists only between two samples, perhaps', '0.18.0', ['--shutdown-timeout=5', '--swap-space=1']],
    ['choices that the release knows', newest, ['--runner=pooling', '--collect-detailed-traces', 'model', 'all']],
    [
      'what a plugin may have added',
      newest,
      ['--model-impl=mine', '--distributed-executor-backend=my.module.Executor'],
    ],
    ['any value where the catalog does not have the release', '0.18.0', ['--performance-mode=fast']],
    ['whatever existed once, for no version', 'latest', ['--shutdown-timeout=5', '--swap-space=1']],
  ])('should accept %s (%s)', (_, release, args) => {
    expect(checkExtraArgs(args, release)).toEqual([]);
  });
});

describe('checkExtraArgs refuses', () => {
  it.each([
    [newest, ['--max-model-lne=5'], '--max-model-lne is not a flag of vLLM 0.33.0: did you mean --max-model-len?'],
    [newest, ['--quite-other', 'x'], '--quite-other is not a flag of vLLM 0.33.0: remove it.'],
    [
      '0.99.0',
      ['--quite-other'],
      '--quite-other is not a flag of vLLM 0.33.0, the nearest release in the catalog: remove it.',
    ],
    [newest, ['-x', '1'], '-x is not a flag of vLLM 0.33.0: remove it.'],
    [newest, ['-max-model-len=1'], '-max-model-len is not a flag of vLLM 0.33.0: did you mean --max-model-len?'],
    [
      newest,
      ['--no-max-model-len'],
      '--no-max-model-len is not a flag of vLLM 0.33.0: --max-model-len is the opposite, remove it.',
    ],
    [
      newest,
      ['--enable-log-stats'],
      '--enable-log-stats is not a flag of vLLM 0.33.0: --disable-log-stats is the opposite, remove it.',
    ],
    [
      newest,
      ['--num-speculative-tokens=4'],
      '--num-speculative-tokens is gone since vLLM 0.8.5, and the release is 0.33.0: use --speculative-config.num_speculative_tokens instead.',
    ],
    [
      newest,
      ['--disable-log-requests'],
      '--disable-log-requests is gone since vLLM 0.17.1, and the release is 0.33.0: use --no-enable-log-requests instead (requests are not logged by default since 0.10.1).',
    ],
    [
      '0.18.1',
      ['--swap-space=4'],
      '--swap-space is gone since vLLM 0.18.1, and the release is 0.18.1: remove it (V1 never swaps to CPU; see --kv-offloading-size).',
    ],
    [
      '0.17.1',
      ['--shutdown-timeout', '5'],
      '--shutdown-timeout is known from vLLM 0.18.1 on, and the release is 0.17.1: remove it, or take a newer image.',
    ],
    ['0.13.0', ['-ep'], 'vLLM 0.13.0 does not know the alias -ep: write --enable-expert-parallel.'],
    [
      newest,
      ['--enable-prefix-caching=true'],
      '--enable-prefix-caching takes no value, and "true" is given: write --enable-prefix-caching for true, --no-enable-prefix-caching for false.',
    ],
    [
      newest,
      ['--headless', 'false'],
      '--headless takes no value, and "false" is given: write --headless for true, leave it out for false.',
    ],
    [
      newest,
      ['--no-enforce-eager=1'],
      '--no-enforce-eager takes no value, and "1" is given: write --no-enforce-eager alone.',
    ],
    [
      '0.6.0',
      ['--no-enable-prefix-caching'],
      'vLLM 0.6.0 has no --no-enable-prefix-caching (it is known from 0.6.6 on): leave --enable-prefix-caching out to have it off.',
    ],
    [newest, ['--no-headless'], 'vLLM 0.33.0 has no --no-headless: leave --headless out to have it off.'],
    [
      newest,
      ['--max-model-len', '--enforce-eager'],
      '--max-model-len has no value: write --max-model-len=<number>, or leave the flag out.',
    ],
    [
      newest,
      ['--model-impl=tansformers'],
      '--model-impl: vLLM 0.33.0 does not know tansformers. Did you mean transformers?',
    ],
    [
      '0.9.0',
      ['--model-impl', 'mine'],
      '--model-impl: vLLM 0.9.0 does not know mine. It knows auto, transformers, vllm.',
    ],
    [newest, ['--host='], '--host has no value: write --host=<value>, or leave the flag out.'],
    [
      newest,
      ['--hf-overrides.a'],
      '--hf-overrides.a has no value: write --hf-overrides.a=<JSON>, or leave the flag out.',
    ],
    [newest, ['8192'], '"8192" follows no flag: write --flag=value, or the flag and its value as two entries.'],
    [newest, ['--host=a', 'b'], '"b" follows --host, which has its value already: remove it.'],
    [newest, ['--host', 'a', 'b'], '"b" follows --host, which has its value already: remove it.'],
    [newest, ['--middleware', 'a', 'b'], '"b" follows --middleware, which has its value already: remove it.'],
    [
      newest,
      ['--gpu-memory-utilization 0.9'],
      '"--gpu-memory-utilization 0.9" is one entry: write --gpu-memory-utilization=0.9, or the flag and its value as two entries.',
    ],
    [newest, ['--host=a', '--host=b', '--host=c'], '--host is given twice: keep one.'],
    [newest, ['-tp=2', '--tensor_parallel_size=4'], '-tp and --tensor_parallel_size set one flag twice: keep one.'],
    [
      newest,
      ['--enforce-eager', '--no-enforce-eager'],
      '--enforce-eager and --no-enforce-eager set one flag twice: keep one.',
    ],
    [
      newest,
      ['--hf-overrides={}', '--hf-overrides.a=1'],
      '--hf-overrides and --hf-overrides.a set one flag twice: keep one.',
    ],
    [
      newest,
      ['--max-model-len.a=1'],
      '--max-model-len.a: --max-model-len is not a JSON flag and has no keys: write --max-model-len=<value>.',
    ],
    [newest, ['--hf-overrides.=1'], '--hf-overrides. names no key: write --hf-overrides.<key>=<value>.'],
    [
      '0.8.5',
      ['--hf-overrides.a=1'],
      'vLLM 0.8.5 does not read --hf-overrides.a yet: write the whole JSON, as --hf-overrides={"a": …}.',
    ],
  ])('should refuse in %s: %j', (release, args, problem) => {
    expect(checkExtraArgs(args, release)).toEqual([problem]);
  });

  it.each([
    ['behind =', ['--runner=poling'], ['--runner: … poling. …']],
    ['with underscores', ['--mm_encoder_tp_mode=dta'], ['--mm_encoder_tp_mode: … dta. …']],
    ['as its own entry', ['--runner', 'poling'], ['--runner: … poling. …']],
    ['of an alias', ['-O4'], ['-O: … 4. …']],
    ['in a list', ['--collect-detailed-traces', 'model', 'wroker'], ['--collect-detailed-traces: … wroker. …']],
  ])('should refuse a value that the release does not know, %s', (_, args, problems) => {
    const shortened = checkExtraArgs(args, newest).map((problem) =>
      problem.replace(/vLLM 0\.33\.0 does not know (\S+)\. It knows .*\.$/, '… $1. …'),
    );
    expect(shortened).toEqual(problems);
  });

  it('should send a reserved flag to its value, whatever it is given', () => {
    expect(checkExtraArgs(['--dtype=fp99', '--port=80'], newest, { dtype: 'engine.dtype', port: '' })).toEqual([
      '--dtype has a value of its own: set engine.dtype.',
      '--port is for the chart to set: remove it.',
    ]);
  });

  it.each([
    ['--compilation-config={"mode":3}', '--compilation-config', ' to {"mode":3}'],
    ['--compilation-config.mode=3', '--compilation-config', '.mode to 3'],
    ['--compilation-config', '--compilation-config', ''],
    ['-cc.cudagraph_capture_sizes+=1', '-cc', ''],
  ])('should say what to set instead of %s', (argument, written, value) => {
    const reserved = { 'compilation-config': 'engine.compilationConfig' };
    expect(checkExtraArgs([argument, ...(argument.includes('=') ? [] : ['{}'])], newest, reserved)).toEqual([
      `${written} has a value of its own: set engine.compilationConfig${value}.`,
    ]);
  });

  it('should send a flag that is gone to the value of its successor', () => {
    const reserved = {
      'enable-log-requests': 'engine.enableLogRequests',
      'speculative-config': 'engine.speculativeConfig',
    };
    const problems = checkExtraArgs(['--disable-log-requests', '--speculative-model=x'], newest, reserved);
    expect(problems.map((problem) => problem.split(': ')[1])).toEqual([
      'set engine.enableLogRequests to false instead (requests are not logged by default since 0.10.1).',
      'set engine.speculativeConfig.model instead.',
    ]);
  });

  it('should name every problem', () => {
    expect(checkExtraArgs(['x', '--max-model-lne=1', '--host', '--headless=1'], newest)).toHaveLength(4);
  });
});
