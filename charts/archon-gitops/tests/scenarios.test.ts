import { leavesOf, valueAt } from '@archon/values';
import { validateObjects } from '@archon/testbed/validate-objects';
import { describe, expect, it } from 'vitest';
import { scenariosOf, scenarioValues } from '../../archon-vllm/tests/support/scenarios.ts';
import { chart, problemsOf, render, validation } from './support/chart.ts';

const scenarios = scenariosOf(chart);

describe.each(scenarios)('The scenario %s', (name) => {
  const values = scenarioValues(name, chart) ?? {};

  it('should be valid', () => expect(problemsOf(values)).toEqual([]));

  it('should be what Argo CD or Flux knows, every field of it', async () => {
    const objects = await render(values);
    expect(validateObjects(objects.map((object) => JSON.stringify(object)).join('\n---\n'))).toEqual([]);
    expect(objects.length > 0).toBe(name !== 'default');
  });
});

describe('The scenario "everything"', () => {
  const { model } = validation;
  const hidden = model.features.filter((feature) => feature.hidden).flatMap(({ keys }) => keys);
  const values = scenarioValues('everything', chart);
  // The one excludes the other.
  const git = ['repository', 'revision', 'path'].map((key) => `chart.git.${key}`);
  const alternatives = ['chart.digest', ...git, 'destination.server'];
  // They are on by default, and off in another scenario.
  const switches = ['createNamespace.enabled', 'project.create', 'applicationSet.enabled', 'applicationSet.clusters'];
  // Those of the scenario "flux".
  const flux = ['engine', ...['interval', 'timeout', 'sourceSecret', 'serviceAccountName'].map((key) => `flux.${key}`)];

  it('should set every value that does not exclude another one', () => {
    const unset = leavesOf(model)
      .filter(({ path }) => !hidden.includes(path[0]!) && valueAt(values, path) === undefined)
      .map(({ path }) => path.join('.'));
    expect(unset).toEqual([...alternatives, ...switches, ...flux]);
  });
});
