import { describe, expect, it } from 'vitest';
import { render } from '../support/render.ts';
import { only } from '../support/workload.ts';

/** What Kubernetes writes names with: rand.SafeEncodeString of k8s.io/apimachinery. */
const hash = '7d9c5b6f4c';
const random = 'x2x9z';

/** A pod's name, as storage/names/generate.go of k8s.io/apiserver makes it of the ReplicaSet's. */
const podOf = (fullname: string) => `${`${fullname}-${hash}-`.slice(0, 58)}${random}`;

/** The pattern of pods in what the alerts of a release ask. */
async function podPattern(release: string): Promise<{ fullname: string; pattern: RegExp }> {
  const values = { fullnameOverride: '', nameOverride: 'vllm', prometheusRule: { enabled: true } };
  const objects = await render({ release, valuesObject: values });
  const { expr } = only(objects, 'PrometheusRule').spec.groups[0].rules[0];
  const [, pattern] = /pod=~"([^"]+)"/.exec(expr as string)!;
  return { fullname: only(objects, 'Deployment').metadata.name, pattern: new RegExp(`^(?:${pattern})$`) };
}

describe('The pods that alerts, autoscaler and queries are about', () => {
  it.each([45, 46, 47, 48, 49, 50, 51])('should be those of a full name of %i characters', async (length) => {
    const { fullname, pattern } = await podPattern('r'.repeat(length - '-vllm'.length));
    expect(fullname).toHaveLength(length);
    expect(podOf(fullname)).toMatch(pattern);
  });

  it('should be those of vllm, and not of other workloads', async () => {
    const { fullname, pattern } = await podPattern('vllm');
    expect(podOf(fullname)).toMatch(pattern);
    for (const pod of ['vllm-coder-7d9c5b6f4c-x2x9z', 'vllm-test', 'vllm-0', 'my-vllm-7d9c5b6f4c-x2x9z'])
      expect(pod).not.toMatch(pattern);
  });
});
