import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from './parse-objects.ts';
import { describeObjects } from './describe-objects.ts';

const object = (kind: string, name: string, rest: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'ns' },
  ...rest,
});

const configMap = object('ConfigMap', 'config', { data: { llm_model: 'org/model' } });

function deployment(container: object, pod: object = {}): KubernetesObject {
  const spec = { containers: [{ image: 'server:1', ...container }], ...pod };
  return object('Deployment', 'server', { spec: { template: { spec } } });
}

const described = (...objects: KubernetesObject[]) => describeObjects('r', 'ns', objects).children;

describe('describeObjects', () => {
  it('should name the release and put the Deployment first, unknown kinds last', () => {
    const objects = [object('ServiceAccount', 'sa'), configMap, deployment({})];
    const tree = describeObjects('shop', 'here', objects);
    expect(tree.label).toBe('release shop in namespace here');
    expect(tree.children?.map(({ label }) => label)).toEqual([
      'Deployment server',
      'ConfigMap config',
      'ServiceAccount sa',
    ]);
    expect(tree.children?.at(-1)).toEqual({ label: 'ServiceAccount sa' });
  });

  it('should show image, GPU, runtime and resources of the Deployment', () => {
    const resources = {
      requests: { cpu: '4', memory: '16Gi', 'nvidia.com/gpu': 1 },
      limits: { cpu: '8', memory: '24Gi', 'nvidia.com/gpu': 1 },
    };
    expect(described(deployment({ resources }, { runtimeClassName: 'nvidia' }))?.[0]?.children).toEqual([
      { label: 'image', text: 'server:1' },
      { label: 'GPU', text: '1 x nvidia.com/gpu' },
      { label: 'runtime', text: 'RuntimeClass nvidia' },
      { label: 'requests', text: '4 cpu, 16Gi memory' },
      { label: 'limits', text: '8 cpu, 24Gi memory' },
    ]);
  });

  it('should show the command on one line, with what the environment puts into it', () => {
    const env = [
      { name: 'MODEL', valueFrom: { configMapKeyRef: { name: 'config', key: 'llm_model' } } },
      { name: 'PORT', value: '80' },
    ];
    const container = { command: ['server', 'serve'], args: ['$(MODEL)', '--port=$(PORT)', '--x=$(OTHER)'], env };
    expect(described(deployment(container), configMap)?.[0]?.children?.at(-1)).toEqual({
      label: 'runs',
      text: 'server serve org/model --port=80 --x=$(OTHER)',
    });
  });

  it('should leave out what is missing', () => {
    expect(described(deployment({}))?.[0]?.children).toEqual([{ label: 'image', text: 'server:1' }]);
  });

  it('should list the keys of a ConfigMap', () => {
    expect(described(configMap)?.[0]?.children).toEqual([{ label: 'llm_model', text: 'org/model' }]);
  });

  it.each([
    ['kept', { 'helm.sh/resource-policy': 'keep' }, '50Gi, kept when the release is uninstalled'],
    ['not kept', {}, '50Gi'],
  ])('should show the size of a claim that is %s', (_what, annotations, text) => {
    const claim = object('PersistentVolumeClaim', 'cache', {
      metadata: { name: 'cache', annotations },
      spec: { resources: { requests: { storage: '50Gi' } } },
    });
    expect(described(claim)).toEqual([{ label: 'PersistentVolumeClaim cache', text }]);
  });

  it('should show the addresses of a Service', () => {
    const service = object('Service', 'server', { spec: { ports: [{ port: 8000 }, { port: 9000 }] } });
    const text = 'server.ns.svc.cluster.local:8000, server.ns.svc.cluster.local:9000';
    expect(described(service)).toEqual([{ label: 'Service server', text }]);
  });

  it.each([
    ['plain', undefined, 'http://a.local/v1'],
    ['secure', [{ hosts: ['a.local'], secretName: 's' }], 'https://a.local/v1'],
  ])('should show the %s URL of an Ingress', (_what, tls, text) => {
    const rules = [{ host: 'a.local', http: { paths: [{ path: '/v1' }] } }];
    expect(described(object('Ingress', 'server', { spec: { rules, tls } }))).toEqual([
      { label: 'Ingress server', text },
    ]);
  });
});
