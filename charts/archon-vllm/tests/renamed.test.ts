import { describe, expect, it } from 'vitest';
import { model } from './support/chart.ts';
import { problemsOf } from './support/problems.ts';
import { refusals } from './support/render.ts';

const names = Object.entries(model.root.renamed);

describe('A value by its old name', () => {
  it.each(names)('should be refused by both Helms with the new one: %s', async (old, now) => {
    // An outer name that is refused already speaks for the inner ones.
    const [outer, outerNow] = names.find(([name]) => old.startsWith(`${name}.`)) ?? [old, now];
    for (const refusal of await refusals({ set: [`${old}.a=b`] }))
      expect(refusal).toContain(`${outer} is called ${outerNow} now`);
  });
});

describe('A key that people know from elsewhere', () => {
  it.each(Object.entries(model.root.replaced).filter(([path]) => !path.includes('.')))(
    'should be refused with what to write: %s',
    (key, sentence) => expect(problemsOf({ [key]: 'a' })).toMatchObject([{ path: key, hint: `${sentence}.` }]),
  );
});
