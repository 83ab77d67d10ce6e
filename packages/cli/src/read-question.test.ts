import { describe, expect, it } from 'vitest';
import { readQuestion } from './read-question.ts';

const model = {
  weightsGiB: 9,
  numHiddenLayers: 48,
  numKeyValueHeads: 8,
  headDim: 128,
  hiddenSize: 5120,
  vocabSize: 152064,
};

describe('readQuestion', () => {
  it.each([
    { gpu: 'l4', model: 'a/b' },
    {
      gpu: { totalGiB: 15.55, computeCapability: '8.9' },
      gpuCount: 1,
      model,
      release: '0.19.1',
      options: { maxModelLen: 8192 },
    },
    { gpu: 'l4', model: 'a/b', options: { maxModelLen: '32k', enforceEager: null, seed: 3, extraArgs: [] } },
    { gpu: 'l4', model: 'a/b', release: null, usedGiB: 1.5, warm: true, id: 7 },
    { gpu: 'l4', model: { ...model, vision: true, visionTower: { kind: 'siglip', layers: 27 } } },
    { gpu: 'l4', model: { ...model, mamba: { layers: 4, version: 2, withAttention: true, stateDtype: 'float32' } } },
    { gpu: 'l4', model: { ...model, quantization: { method: 'gptq', bits: 4, desc_act: false } } },
    { gpu: 'l4', model: { ...model, quantization: null, moe: { activeExperts: 8, intermediateSize: 768 } } },
  ])('should read %j', (question) => {
    expect(readQuestion(JSON.stringify(question))).toEqual({ question });
  });

  it.each([
    ['{oops', 'The line is not JSON'],
    ['[]', 'A question is a JSON object'],
    ['null', 'A question is a JSON object'],
    ['{"model":"a/b"}', 'gpu is missing'],
    ['{"gpu":"l4"}', 'model is missing'],
    ['{"gpu":3,"model":"a/b"}', 'gpu must be text or an object'],
    ['{"gpu":"l4","model":"a/b","relase":"0.33.0"}', 'did you mean release'],
    ['{"gpu":"l4","model":"a/b","dtype":"banana"}', 'dtype is an option: write "options": {"dtype": …}.'],
    ['{"gpu":"l4","model":"a/b","max_model_len":4096}', 'write "options": {"max_model_len": …}'],
    ['{"gpu":"l4","model":"a/b","context":4096}', 'context is an option: write "options": {"maxModelLen": …}.'],
    ['{"gpu":"l4","model":"a/b","release":0.33}', 'release must be text'],
    ['{"gpu":"l4","model":"a/b","usedGib":2}', 'did you mean usedGiB'],
    ['{"gpu":"l4","model":"a/b","warm":1}', 'warm must be true or false'],
    ['{"gpu":"l4","model":"a/b","options":[]}', 'options must be an object'],
    ['{"gpu":"l4","model":"a/b","options":{"maxModelLn":1}}', 'did you mean maxModelLen'],
    ['{"gpu":"l4","model":"a/b","options":{"maxNumSeqs":"16"}}', 'options.maxNumSeqs must be number'],
    ['{"gpu":{"totalGiB":"15"},"model":"a/b"}', 'gpu.totalGiB must be number'],
    ['{"gpu":{"totalGiB":15,"computeCapability":8.9},"model":"a/b"}', 'gpu.computeCapability must be text'],
    ['{"gpu":"l4","model":{"weightsGB":9}}', 'did you mean weightsGiB'],
    ['{"gpu":"l4","model":"a/b","release":"zzz"}', 'release: "zzz" is not a vLLM release'],
    ['{"gpu":"l4","model":"a/b","options":{"dtype":"banana"}}', 'options.dtype: "banana"'],
    ['{"gpu":"l4","model":"a/b","options":{"maxModelLen":0.5}}', 'options.maxModelLen must be a positive integer'],
    ['{"gpu":"l4","model":"a/b","options":{"--max-num-seqs":"many"}}', 'options.maxNumSeqs must be number'],
    ['{"gpu":"l4","model":"a/b","options":{"extraArgs":["--max-mdel-len=1"]}}', 'vLLM has no flag --max-mdel-len'],
    ['{"gpu":"l4","model":{"mambas":{"layers":4}}}', 'did you mean mamba'],
    ['{"gpu":"l4","model":{"sharedCach":{"layers":4}}}', 'did you mean sharedCache'],
    ['{"gpu":"l4","model":{"mamba":{"verson":2}}}', 'Unknown key model.mamba.verson: did you mean version?'],
    ['{"gpu":"l4","model":{"visionTower":{"layrs":4}}}', 'did you mean layers'],
    ['{"gpu":"l4","model":{"moe":{"activeExperts":null}}}', 'model.moe.activeExperts must be number'],
    ['{"gpu":"l4","model":{"mamba":{"layers":null}}}', 'model.mamba.layers must be number'],
    ['{"gpu":"l4","model":{"mamba":{"stateDtype":4}}}', 'model.mamba.stateDtype must be text'],
    ['{"gpu":"l4","model":{"moe":{"activeExperts":"8"}}}', 'model.moe.activeExperts must be number'],
  ])('should refuse %s', (line, problem) => {
    expect(readQuestion(line)).toEqual({ problems: [expect.stringContaining(problem) as string] });
  });

  it('should say all that is wrong', () => {
    const line =
      '{"gpu":"l4","model":"a/b","release":"zzz","gpuCount":0,"options":{"dtype":"banana","maxModelLen":0.5}}';
    expect((readQuestion(line) as { problems: string[] }).problems).toHaveLength(4);
    expect((readQuestion('{"relase":"0.33.0"}') as { problems: string[] }).problems).toHaveLength(3);
  });

  it.each([
    { '--max-model-len': 8192, '-tp': 2 },
    { '-O3': true, 'compilation-config.mode': 3 },
    { extraArgs: ['--max-logprobs=5', '-tp', '2'] },
  ])('should read options as vLLM writes them: %j', (options) => {
    const question = { gpu: 'l4', model: 'a/b', options };
    expect(readQuestion(JSON.stringify(question))).toEqual({ question });
  });
});
