import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '@archon/testbed/helm';
import { schemaProblemsOf } from './support/problems.ts';
import { renderMany } from './support/render-many.ts';
import { isRendered, render } from './support/render.ts';
import { scenarioFile } from './support/scenarios.ts';
import { idsOf, only, podOf } from './support/workload.ts';

/** The objects of releases whose names derive from the release. */
const derived = (releases: string[], values: object = {}): Promise<KubernetesObject[][]> =>
  renderMany(releases.map((release) => ({ release, values: { fullnameOverride: '', ...values } })));

/** What Kubernetes takes as the name of a Service, the strictest of the names. */
const dnsLabel = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

const selectorsOf = (objects: KubernetesObject[]): any[] => [
  only(objects, 'Deployment').spec.selector.matchLabels,
  only(objects, 'Service').spec.selector,
];
const podLabelsOf = (objects: KubernetesObject[]) => only(objects, 'Deployment').spec.template.metadata.labels;
const selects = (selector: object, labels: Record<string, string>) =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

/** Names that both have, and selectors of one that catch pods of the other. */
function touching([one, other]: KubernetesObject[][]) {
  const caught = [
    ...selectorsOf(one!).filter((selector) => selects(selector, podLabelsOf(other!))),
    ...selectorsOf(other!).filter((selector) => selects(selector, podLabelsOf(one!))),
  ];
  return { names: idsOf(one!).filter((id) => idsOf(other!).includes(id)), caught };
}

const untouched = { names: [], caught: [] };

describe('Two releases in one namespace', () => {
  it('should not touch, as the two scenarios show', async () => {
    const [one, two] = await Promise.all(
      ['one', 'two'].map((name) => render({ release: name, values: [scenarioFile(`release-${name}`)] })),
    );
    expect(idsOf(one!)).toEqual([
      'ConfigMap/one-archon-vllm-config',
      'Deployment/one-archon-vllm',
      'Ingress/one-archon-vllm',
      'PersistentVolumeClaim/one-archon-vllm-model-cache',
      'Pod/one-archon-vllm-test',
      'Service/one-archon-vllm',
    ]);
    expect(touching([one!, two!])).toEqual(untouched);
    for (const objects of [one!, two!])
      for (const selector of selectorsOf(objects)) expect(selects(selector, podLabelsOf(objects))).toBe(true);
  });

  it('should not touch when each creates a service account', async () => {
    const both = await derived(['one', 'two'], { serviceAccount: { create: true } });
    expect(idsOf(both[0]!)).toContain('ServiceAccount/one-archon-vllm');
    expect(touching(both)).toEqual(untouched);
  });

  it.each([
    ['names that begin alike', 'x'.repeat(45) + '-eins', 'x'.repeat(45) + '-zwei'],
    ['names as long as Helm allows', 'y'.repeat(52) + '1', 'y'.repeat(52) + '2'],
    ['names that are cut at a dash', `${'z'.repeat(41)}-aaaaaaaaaa1`, `${'z'.repeat(41)}-aaaaaaaaaa2`],
    ['one name that ends with the chart’s', 'a', 'a-archon-vllm'],
  ])('should not touch with %s', async (_, first, second) => {
    expect(touching(await derived([first, second]))).toEqual(untouched);
  });
});

describe('A name', () => {
  it('should be the release’s and the chart’s, unless both are the same', async () => {
    const rendered = await derived(['a', 'archon-vllm', 'my-archon-vllm-2']);
    expect(rendered.map((objects) => only(objects, 'Service').metadata.name)).toEqual([
      'a-archon-vllm',
      'archon-vllm',
      'my-archon-vllm-2-archon-vllm',
    ]);
  });

  it('should fit into 63 characters and end with a letter or digit, however long the release’s is', async () => {
    const lengths = [1, 2, ...Array.from({ length: 18 }, (_, index) => index + 36)];
    const names = lengths.flatMap((length) => ['r'.repeat(length), `${'r'.repeat(length - 1)}-${'s'.repeat(53)}`]);
    const valid = names.map((name) => name.slice(0, 53)).filter((name) => dnsLabel.test(name));
    const rendered = [...(await derived(valid)), ...(await derived(valid, { nameOverride: 'n'.repeat(42) }))];
    expect(rendered.length).toBeGreaterThan(70);
    for (const { metadata } of rendered.flat()) {
      expect(metadata.name).toMatch(dnsLabel);
      for (const value of Object.values(metadata.labels!)) expect(value.length).toBeLessThanOrEqual(63);
    }
    for (const objects of rendered)
      expect(podOf(objects).volumes[1].persistentVolumeClaim.claimName).toBe(
        only(objects, 'PersistentVolumeClaim').metadata.name,
      );
  });

  it.each(['3090', 'my.release'])('that Helm takes should give names that Kubernetes takes: %s', async (release) => {
    const objects = await render({ release, set: ['fullnameOverride='] });
    expect(only(objects, 'Service').metadata.name).toMatch(dnsLabel);
  });

  it('should be the override, up to 42 characters', async () => {
    const name = 'a'.repeat(42);
    const objects = await render({ set: [`fullnameOverride=${name}`] });
    for (const { metadata } of objects) expect(metadata.name).toMatch(dnsLabel);
    expect(only(objects, 'Service').metadata.name).toBe(name);
    expect(await isRendered({ set: [`fullnameOverride=${name}a`] })).toBe(false);
  });

  it('should not be an override that Kubernetes refuses', () => {
    for (const name of ['-a', 'a-', 'A', '1a', 'a.b', 'a'.repeat(43)]) {
      expect(schemaProblemsOf({ fullnameOverride: name }).map(({ path }) => path)).toEqual(['fullnameOverride']);
      expect(schemaProblemsOf({ nameOverride: name }).map(({ path }) => path)).toEqual(['nameOverride']);
    }
  });
});
