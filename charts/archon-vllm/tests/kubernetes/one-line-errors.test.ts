import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startKubernetesOracle, type KubernetesOracle } from '@archon/testbed/kubernetes-oracle';
import { changedChart } from '../support/chart.ts';
import { problemsOf } from '../support/problems.ts';
import { refusals, renderOn } from '../support/render.ts';
import { oneLineErrors } from './one-line-errors.ts';

/** The chart without its schema and rules: what would reach Kubernetes. */
const unchecked = changedChart({
  'values.schema.json': '{}',
  'templates/checks.yaml': '{{- include "archon-vllm.values" . }}',
});

describe('A one-line error', () => {
  let oracle: KubernetesOracle;
  beforeAll(() => void (oracle = startKubernetesOracle()), 600_000);
  afterAll(() => oracle.end());

  it('should be explained by sentences that were read', async () => {
    const explained = oneLineErrors.flatMap(([, text]) => {
      const sentences = problemsOf(parse(text)).map(({ message, hint = '' }) => `  ${message} ${hint}`.trimEnd());
      return [text, ...sentences, ''];
    });
    await expect(explained.join('\n')).toMatchFileSnapshot('__golden__/one-line-errors.txt');
  });

  it.each(oneLineErrors)('should be refused at %s, by the chart as by Kubernetes: %s', async (path, text) => {
    const valuesObject = parse(text) as object;
    expect([...new Set(problemsOf(valuesObject).map((problem) => problem.path))]).toEqual([path]);
    await refusals({ valuesObject });
    const rendered = await renderOn(4, { chart: unchecked, valuesObject });
    expect(rendered.ok && (await oracle.refusals(rendered.objects))).not.toEqual([]);
  });
});
