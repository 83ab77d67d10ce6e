import fc from 'fast-check';
import { gpus } from '@archon/sizing/gpus';
import { models } from '@archon/sizing/models';
import { releases } from '@archon/sizing/releases';
import { describe, expect, it } from 'vitest';
import type { Choices } from './choices.ts';
import { decodeChoices, encodeChoices } from './link.ts';

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const count = (max: number) => fc.integer({ min: 1, max });

/** Choices of every kind. */
const anyChoices: fc.Arbitrary<Choices> = fc
  .record({
    gpu: optional(fc.constantFrom(...gpus.map(({ id }) => id), 'h100-sxm-mig-1g.10gb', 'l4-shared')),
    totalGiB: optional(fc.integer({ min: 50, max: 400_000 }).map((hundredths) => hundredths / 100)),
    computeCapability: optional(fc.constantFrom('7.5', '8.9', '12.0')),
    gpuCount: count(1024),
    model: optional(
      fc.constantFrom(...models.map(({ id }) => id), 'some-org/Some.Model_1', `${'o'.repeat(96)}/${'n'.repeat(96)}`),
    ),
    revision: optional(fc.constantFrom('0123456789abcdef'.repeat(2) + '01234567')),
    context: optional(count(2 ** 24)),
    users: count(2 ** 24),
    release: optional(fc.constantFrom(...releases.map(({ version }) => version))),
    engine: fc.record({
      kvCacheDtype: optional(fc.constantFrom('auto', 'fp8')),
      maxNumSeqs: optional(count(65_536)),
      gpuMemoryUtilization: optional(count(100).map((percent) => percent / 100)),
      enforceEager: optional(fc.boolean()),
    }),
    set: optional(fc.constantFrom({ replicas: 2 }, { engine: { dtype: 'half' }, podLabels: { 'a.b/c': 'x & y=#%' } })),
  })
  .map((record) => JSON.parse(JSON.stringify(record)) as Choices);

describe('the fragment of a link', () => {
  it('should say all choices', () => {
    fc.assert(
      fc.property(anyChoices, (choices) => {
        expect(decodeChoices(`#${encodeChoices(choices)}`)).toEqual({ choices, notes: [] });
      }),
    );
  });

  it('should be read whatever it is, as choices that a link can say', () => {
    const parts = fc.array(
      fc.tuple(fc.constantFrom('gpu', 'model', 'ctx', 'users', 'n', 'kv', 'rel', '__proto__', 'x'), fc.string()),
      { maxLength: 12 },
    );
    const fragments = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      parts.map((pairs) => pairs.map((pair) => pair.join('=')).join('&')),
    );
    fc.assert(
      fc.property(fragments, (fragment) => {
        const { choices, notes } = decodeChoices(fragment);
        expect(decodeChoices(encodeChoices(choices))).toEqual({ choices, notes: [] });
        expect(notes.length).toBeLessThanOrEqual(6);
        for (const note of notes) expect(note.length).toBeLessThan(400);
      }),
    );
  });

  it('should name the nearest of what is unknown, and keep the rest', () => {
    const { choices, notes } = decodeChoices('gpu=rtx-5070-tj&modell=x&ctx=4096&users=0');
    expect(choices).toEqual({ gpuCount: 1, users: 1, engine: {}, context: 4096 });
    expect(notes).toEqual([
      expect.stringMatching(/^"rtx-5070-tj" is not a GPU of the catalog\. Did you mean rtx-5070-ti/),
      'The link has "modell", which means nothing here. Did you mean "model"?',
      '"users" of the link must be a whole number from 1 to 16777216, not "0".',
    ]);
  });

  it('should keep the id of a model that may be on the Hub, and refuse what cannot be', () => {
    expect(decodeChoices('model=some-org/some-model')).toMatchObject({
      choices: { model: 'some-org/some-model' },
      notes: [],
    });
    const { choices, notes } = decodeChoices('model=some-model&rev=main');
    expect(choices).toEqual({ gpuCount: 1, users: 1, engine: {} });
    expect(notes).toEqual([
      expect.stringMatching(/^"some-model" is not a model of the catalog\./),
      expect.stringMatching(/^"rev" of the link must be a commit of the Hub/),
    ]);
  });

  it('should refuse values without keys, and leave out keys of every object', () => {
    for (const set of ['[1]', '{', '7', '{}', '%7B%22__proto__%22:%7B%22x%22:1%7D%7D'])
      expect(decodeChoices(`set=${set}`)).toEqual({
        choices: { gpuCount: 1, users: 1, engine: {} },
        notes: ['"set" of the link must be values as JSON, for example {"replicas":2}.'],
      });
    const many = { podAnnotations: { long: 'x'.repeat(4000) } };
    expect(encodeChoices({ gpuCount: 1, users: 1, engine: {}, set: many })).toBe('');
  });

  it('should take the names that people use', () => {
    expect(decodeChoices('gpu=NVIDIA+GeForce+RTX+4090&model=gpt-oss-20b').choices).toMatchObject({
      gpu: 'rtx-4090',
      model: 'openai/gpt-oss-20b',
    });
  });
});
