import { startCelFilters, type CelFilters } from '@archon/testbed/cel-filters';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render } from './support/chart.ts';
import { providers, pushOf, type Provider } from './support/pushes.ts';

let filters: CelFilters;
beforeAll(() => void (filters = startCelFilters()), 120_000);
afterAll(() => filters?.end());

/** The filter of the EventListener. */
async function filterOf(provider: Provider, branch = 'main', repository = 'team/archon'): Promise<string> {
  const objects = await render({
    source: { branch },
    webhook: { enabled: true, provider, repository, existingSecret: 'hook' },
  });
  const { triggers } = objects.find(({ kind }) => kind === 'EventListener')!.spec as { triggers: any[] };
  return triggers[0].interceptors[1].params[0].value;
}

describe.each(providers)('The filter for %s', (provider) => {
  const asked = async (change: Parameters<typeof pushOf>[1], branch?: string, repository?: string) =>
    filters.ask({ filter: await filterOf(provider, branch, repository), body: pushOf(provider, change).body });

  it('should pass a push to the branch', async () => {
    expect(await asked({})).toEqual({ passes: true });
    expect(await asked({ ref: 'refs/heads/release/1.x' }, 'release/1.x')).toEqual({ passes: true });
  });

  it('should stop a push to another branch, a tag, and to a branch whose name begins alike', async () => {
    for (const ref of ['refs/heads/other', 'refs/tags/main', 'refs/heads/main-2', 'main'])
      expect(await asked({ ref })).toEqual({ passes: false });
  });

  it('should stop a push to another repository', async () => {
    expect(await asked({ repository: 'team/other' })).toEqual({ passes: false });
    expect(await asked({ repository: 'a/b/c' }, 'main', 'a/b/c')).toEqual({ passes: true });
  });

  it('should stop the removal of the branch', async () => {
    expect(await asked({ commit: '0'.repeat(40) })).toEqual({ passes: false });
  });
});

it('should tell a filter that does not parse, which Tekton accepts', async () => {
  expect(await filters.ask({ filter: 'body.ref ==', body: {} })).toMatchObject({
    passes: false,
    error: expect.stringContaining('Syntax error'),
  });
});
