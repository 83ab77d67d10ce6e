import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { validateObjects } from './validate-objects.ts';

const container = {
  name: 'vllm',
  image: 'vllm/vllm-openai:v0.10.2',
  ports: [{ name: 'http', containerPort: 8000 }],
  resources: { requests: { cpu: 4, memory: '16Gi' }, limits: { cpu: '0.5', 'nvidia.com/gpu': 1 } },
  readinessProbe: { httpGet: { path: '/health', port: 'http' } },
};

function deployment(changes: Record<string, unknown> = {}, spec: Record<string, unknown> = {}): string {
  const labels = { app: 'vllm' };
  return stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'vllm', labels },
    spec: {
      selector: { matchLabels: labels },
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: '25%' } },
      template: { metadata: { labels }, spec: { containers: [{ ...container, ...changes }] } },
      ...spec,
    },
  });
}

const onlyProblem = (manifest: string): string => {
  const problems = validateObjects(manifest);
  expect(problems).toHaveLength(1);
  return problems[0] ?? '';
};

describe('validateObjects', { timeout: 600_000 }, () => {
  it('should accept a valid Deployment', () => {
    expect(validateObjects(deployment())).toEqual([]);
  });

  it('should report an unknown field deep in the pod', () => {
    expect(onlyProblem(deployment({ readinessProbe: { httpGet: { path: '/', port: 1, pathh: '/' } } }))).toMatch(
      /^Deployment\/vllm: \/spec\/template\/spec\/containers\/0\/readinessProbe\/httpGet .*pathh/,
    );
  });

  it.each([
    ['a wrong type', deployment({ args: '--model=x' }), /containers\/0\/args got string, want array/],
    ['a wrong quantity', deployment({ resources: { limits: { memory: '16GB' } } }), /limits\/memory .*pattern/],
    ['a wrong enum', deployment({ imagePullPolicy: 'Sometimes' }), /imagePullPolicy .*'Always'/],
    ['a missing required field', deployment({}, { selector: undefined }), /\/spec missing property 'selector'/],
    ['a duplicate key', `${deployment()}kind: Deployment\n`, /already set/],
    [
      'a kind without a schema',
      'apiVersion: v1\nkind: Podd\nmetadata: { name: a }\n',
      /^Podd\/a: could not find schema/,
    ],
  ])('should report %s', (_what, manifest, message) => {
    expect(onlyProblem(manifest)).toMatch(message);
  });

  it('should report each wrong object of a manifest once', () => {
    const service = stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'vllm' }, spec: { portz: [] } });
    const problems = validateObjects([deployment(), service, deployment({ tty: 'yes', stdin: 1 })].join('---\n'));
    expect(problems.map((problem) => problem.split(':')[0]).toSorted()).toEqual(['Deployment/vllm', 'Service/vllm']);
  });
});
