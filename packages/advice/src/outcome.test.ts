import { gpus } from '@archon/sizing/gpus';
import { models } from '@archon/sizing/models';
import { describe, expect, it } from 'vitest';
import { roundContexts } from './candidates.ts';
import { noChoices, requestOf, type Choices } from './choices.ts';
import { fitsWithSpare, selectOptions } from './choose-values.ts';
import { offersFor } from './offers.ts';
import { outcomeOf, quickOutcome } from './outcome.ts';
import { refusedPlan } from './refused-plan.ts';
import { listGpus, listModels } from './short-list.ts';
import { valuesFile } from './values-file.ts';

const coder = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';
const outcome = (choices: Partial<Choices>) => outcomeOf(requestOf({ ...noChoices, ...choices })!);

/** Some GPUs of each kind, and some models of each size. */
const someGpus = gpus.filter((_, index) => index % 16 === 0);
const someModels = models.filter((_, index) => index % 11 === 0);

describe('outcomeOf', () => {
  it.each([
    ['fits', { gpu: 'rtx-4060-ti-16gb', model: coder, context: 8192 }],
    ['starts', { gpu: 'rtx-4060-ti-16gb', model: coder, context: 8192, users: 12 }],
    ['no', { gpu: 'rtx-4070', model: coder, context: 8192 }],
    ['uncertain', { gpu: 'rtx-2080-ti', model: 'Qwen/Qwen3-Embedding-4B', context: 8192 }],
    ['unknown', { gpu: 'jetson-agx-orin', model: 'Qwen/Qwen3-8B' }],
  ] as const)('should be %s', (verdict, choices) => {
    const found = outcome(choices);
    expect(found.verdict).toBe(verdict);
    expect(found.selection !== undefined).toBe(verdict === 'fits');
    expect(found.reasons.length).toBeGreaterThan(0);
  });

  it('should serve all users only with as many sequences', () => {
    const choices: Choices = { ...noChoices, gpu: 'h100-sxm', model: 'Qwen/Qwen3-8B', context: 4096, users: 5 };
    const few: Choices = { ...choices, engine: { maxNumSeqs: 2 } };
    const found = outcome(few);
    expect([found.verdict, found.reasons]).toEqual([
      'starts',
      ['engine.maxNumSeqs is 2: vLLM works on 2 requests of 5 users together, and the others wait.'],
    ]);
    expect(offersFor(few, found).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Plan for 2 users.', 'Let the planner choose the sequences.']),
    );
    const request = requestOf(few)!;
    expect(refusedPlan(request, request.model).reasons).toEqual(found.reasons);
    expect(outcome({ ...choices, engine: { maxNumSeqs: 5 } }).verdict).toBe('fits');
  });

  it('should be what the lists say', () => {
    for (const users of [1, 3])
      for (const gpu of someGpus)
        for (const model of someModels) {
          const choices: Choices = { ...noChoices, gpu: gpu.id, model: model.id, users };
          const full = outcomeOf(requestOf(choices)!);
          const { verdict, reach } = quickOutcome(choices, gpu, model);
          const selected = reach?.().selected;
          const where = `${model.id} on ${gpu.id} for ${users}`;
          expect(`${where}: ${verdict}`).toBe(`${where}: ${full.verdict}`);
          expect(selected?.options).toEqual(full.selection?.options);
        }
  });

  it('should count the adapters that the own values list', () => {
    const choices = { gpu: 'rtx-4090', model: 'Qwen/Qwen3-14B-AWQ', context: 8192 };
    const adapters = ['one', 'two'].map((name) => ({ name, repo: `org/${name}`, rank: 40 }));
    const found = outcome({ ...choices, set: { lora: { adapters } } });
    expect(found.options).toMatchObject({ enableLora: true, maxLoras: 2, maxLoraRank: 64 });
    expect(found.answer.parts!.weights.likely).toBeGreaterThan(outcome(choices).answer.parts!.weights.likely);
  });

  it('should choose the longest round context that fits so, and no eager start where graphs fit', () => {
    let chosen = 0;
    for (const gpu of someGpus)
      for (const model of someModels) {
        const request = requestOf({ ...noChoices, gpu: gpu.id, model: model.id })!;
        const selected = selectOptions(model, request);
        if (!selected || selected.preset) continue;
        chosen += 1;
        const { options } = selected;
        const limit = model.geometry.maxPositionEmbeddings;
        const longer = roundContexts(options.maxModelLen, limit)[1];
        const others = [
          ...(longer === undefined ? [] : [{ ...options, maxModelLen: longer }]),
          ...(options.enforceEager ? [{ ...options, enforceEager: false, maxModelLen: Math.min(4096, limit) }] : []),
        ];
        for (const other of others)
          expect(fitsWithSpare(request, model, selected.release, other), `${gpu.id} ${model.id}`).toBe(false);
      }
    expect(chosen).toBeGreaterThan(20);
  });

  it('should count what CUDA reports on a GPU that the catalog does not have, and name none in the file', () => {
    const choices: Choices = { ...noChoices, totalGiB: 15.47, computeCapability: '12.0', model: coder, context: 8192 };
    const request = requestOf(choices)!;
    const { verdict, selection, answer } = outcomeOf(request);
    expect([verdict, answer.parts!.total.likely]).toEqual(['fits', 15.47]);
    const file = valuesFile(selection!, request, { printedBy: 'a test' });
    expect(file).toContain('on a GPU with 15.47 GiB: 8,192 tokens');
    expect(file).not.toContain('gpu:');
  });

  it('should write the file of an encoder, which keeps no KV cache', () => {
    const request = requestOf({ ...noChoices, gpu: 'a10', model: 'BAAI/bge-m3' })!;
    const file = valuesFile(outcomeOf(request).selection!, request, { printedBy: 'a test' });
    expect(file).toContain('# The model keeps no KV cache.\n  maxModelLen: 8192\n');
  });

  it('should say of a model that needs a later vLLM than the GPU has an image for', () => {
    const { verdict, reasons } = outcome({ gpu: 'gtx-1080', model: 'Qwen/Qwen3-8B' });
    expect(verdict).toBe('no');
    expect(reasons[0]).toMatch(/needs|kernels|compute capability/);
  });
});

describe('offersFor', () => {
  it('should fit, each of them', () => {
    for (const gpu of someGpus)
      for (const model of someModels.slice(0, 8)) {
        const choices: Choices = { ...noChoices, gpu: gpu.id, model: model.id, context: 16_384, users: 4 };
        for (const offer of offersFor(choices, outcomeOf(requestOf(choices)!))) {
          const { verdict, answer } = outcomeOf(requestOf(offer.choices)!);
          expect(`${offer.text} ${verdict}`).toBe(`${offer.text} fits`);
          expect(answer.marginGiB).toBeCloseTo(offer.marginGiB, 9);
          expect(answer.contextTokens).toBe(offer.context);
        }
      }
  });

  it('should offer nothing where it fits', () => {
    const choices: Choices = { ...noChoices, gpu: 'l4', model: 'Qwen/Qwen3-8B' };
    expect(offersFor(choices, outcomeOf(requestOf(choices)!))).toEqual([]);
  });
});

describe('the lists', () => {
  it('should begin with what fits', () => {
    const order = ['fits', 'starts', 'uncertain', 'unknown', 'no'];
    const l4 = gpus.find(({ id }) => id === 'l4')!;
    const verdicts = [listModels(noChoices, l4), listGpus(noChoices, models[0]!)].map((list) =>
      list.map(({ verdict }) => order.indexOf(verdict)),
    );
    for (const list of verdicts) expect(list).toEqual(list.toSorted((a, b) => a - b));
    expect(verdicts[0]!.length).toBe(models.length);
    expect(verdicts[1]!.length).toBe(gpus.length);
  });
});
