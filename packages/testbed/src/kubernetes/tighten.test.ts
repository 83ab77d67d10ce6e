import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repoRoot } from '../process/cache-dir.ts';
import { definitionsPath } from './definitions-text.ts';
import { type KubernetesOracle, startKubernetesOracle } from './oracle/kubernetes-oracle.ts';
import type { KubernetesObject } from './parse-objects.ts';
import { deployment, service } from './testing/objects.ts';

type Part = Record<string, unknown>;

const policy = (port: Part): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'a' },
  spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [port] }] },
});
const container = (part: Part) => deployment({ containers: [{ name: 'a', image: 'a', ...part }] });
const volume = (source: Part) => deployment({ volumes: [{ name: 'a', ...source }] });
const claim = (part: Part) =>
  volume({
    ephemeral: {
      volumeClaimTemplate: {
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...part },
      },
    },
  });

const spread = { maxSkew: 1, topologyKey: 'zone', labelSelector: { matchLabels: { app: 'a' } } };

/** A type, the object that a part of this type is put into, what Kubernetes takes and what it refuses. */
const cases: [type: string, object: (part: Part) => KubernetesObject, fine: Part[], broken: Part[]][] = [
  [
    'ServicePort',
    (port) => service({ ports: [port] }),
    [{ port: 80, name: 'a--b', targetPort: '0-a', appProtocol: 'kubernetes.io/h2c', nodePort: 0 }],
    [
      { port: 0 },
      { port: 65536 },
      { port: 80, name: 'A' },
      { port: 80, targetPort: 'a--b' },
      { port: 80, targetPort: '8080' },
      { port: 80, targetPort: 'a-name-of-sixteen' },
      { port: 80, nodePort: -1 },
      { port: 80, appProtocol: 'a b' },
    ],
  ],
  [
    'NetworkPolicyPort',
    policy,
    [{ port: 80 }, { port: 'http' }, { port: 80, endPort: 81 }, { protocol: 'UDP' }],
    [{ port: 0 }, { port: 'HTTP' }, { port: 80, endPort: 65536 }, { endPort: 81 }, { port: 'http', endPort: 81 }],
  ],
  [
    'ContainerPort',
    (port) => container({ ports: [port] }),
    [{ containerPort: 80, name: 'a-0', hostPort: 80 }],
    [
      { containerPort: 80, name: 'a--0' },
      { containerPort: 80, name: '80' },
      { containerPort: 80, name: 'a-' },
    ],
  ],
  [
    'ContainerResizePolicy',
    (resize) => container({ resizePolicy: [resize] }),
    [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }],
    [
      { resourceName: 'gpu', restartPolicy: 'NotRequired' },
      { resourceName: 'cpu', restartPolicy: 'Never' },
    ],
  ],
  [
    'HTTPHeader',
    (header) => container({ livenessProbe: { httpGet: { port: 80, httpHeaders: [header] } } }),
    [{ name: 'X-A', value: '' }],
    [{ name: 'X A', value: 'a' }],
  ],
  [
    'ISCSIVolumeSource',
    (iscsi) => volume({ iscsi }),
    [{ targetPortal: '10.0.0.1', iqn: 'iqn.2026-12.com.example:disk', lun: 0 }],
    [
      { targetPortal: '', iqn: 'iqn.2026-12.com.example:disk', lun: 0 },
      { targetPortal: '10.0.0.1', iqn: 'disk', lun: 0 },
    ],
  ],
  [
    'HostAlias',
    (alias) => deployment({ hostAliases: [alias] }),
    [
      { ip: '10.0.255.1', hostnames: ['a.b'] },
      { ip: 'fd00::1', hostnames: ['a'] },
    ],
    [
      { ip: '10.0.0.256', hostnames: ['a'] },
      { ip: '10.0.0.01', hostnames: ['a'] },
      { ip: '10.0.0', hostnames: ['a'] },
    ],
  ],
  [
    'PodDNSConfig',
    (dnsConfig) => deployment({ dnsConfig }),
    [{ nameservers: ['10.0.0.10'], searches: ['.', 'a.b', '_tcp.a.'] }],
    [{ nameservers: ['10.0.0.300'] }, { searches: [''] }, { searches: ['A b'] }, { searches: ['a..b'] }],
  ],
  [
    'PodResourceClaim',
    (one) => deployment({ resourceClaims: [one] }),
    [{ name: 'gpu', resourceClaimName: 'a' }],
    [{ name: 'gpu' }, { name: 'gpu', resourceClaimName: 'a', resourceClaimTemplateName: 'b' }],
  ],
  [
    'EnvFromSource',
    (source) => container({ envFrom: [source] }),
    [{ prefix: 'A_', configMapRef: { name: 'a' } }, { secretRef: { name: 'a' } }],
    [{}, { configMapRef: { name: 'a' }, secretRef: { name: 'a' } }],
  ],
  [
    'ContainerRestartRule',
    (rule) => container({ restartPolicy: 'Never', restartPolicyRules: [rule] }),
    [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }],
    [
      { action: 'Restart' },
      { action: 'Stop', exitCodes: { operator: 'In', values: [42] } },
      { action: 'Restart', exitCodes: { operator: 'Is', values: [42] } },
    ],
  ],
  [
    'TopologySpreadConstraint',
    (one) => deployment({ topologySpreadConstraints: [one] }),
    [{ ...spread, whenUnsatisfiable: 'DoNotSchedule', minDomains: 2, matchLabelKeys: ['pod-template-hash'] }],
    [
      { ...spread, whenUnsatisfiable: 'ScheduleAnyway', minDomains: 2 },
      { ...spread, whenUnsatisfiable: 'ScheduleAnyway', matchLabelKeys: ['a b'] },
    ],
  ],
  [
    'KeyToPath',
    (item) => volume({ configMap: { name: 'a', items: [item] } }),
    [{ key: 'a', path: '.a/..b' }],
    [
      { key: 'a', path: '..' },
      { key: 'a', path: '..a' },
      { key: 'a', path: 'a/..' },
      { key: 'a', path: '/a' },
    ],
  ],
  ['ImageVolumeSource', (image) => volume({ image }), [{ reference: 'a' }], [{}, { reference: '' }]],
  [
    'TypedLocalObjectReference',
    (dataSource) => claim({ dataSource }),
    [
      { kind: 'PersistentVolumeClaim', name: 'a' },
      { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'a' },
    ],
    [
      { kind: 'VolumeSnapshot', name: 'a' },
      { apiGroup: '', kind: 'VolumeSnapshot', name: 'a' },
      { kind: 'PersistentVolumeClaim', name: '' },
    ],
  ],
  [
    'TypedObjectReference',
    (dataSourceRef) => claim({ dataSourceRef }),
    [{ kind: 'PersistentVolumeClaim', name: 'a', namespace: 'a' }],
    [
      { kind: 'PersistentVolumeClaim', name: 'a', namespace: 'a.b' },
      { kind: 'VolumeSnapshot', name: 'a' },
    ],
  ],
];

describe('The additions to Kubernetes’ types', () => {
  const ajv = new Ajv({ strict: false, allowUnionTypes: true });
  ajv.addSchema(JSON.parse(readFileSync(join(repoRoot, definitionsPath), 'utf8')) as object, 'definitions');
  let oracle: KubernetesOracle;
  beforeAll(() => void (oracle = startKubernetesOracle()), 600_000); // a first build compiles much of Kubernetes
  afterAll(() => oracle.end());

  it.each(cases)('should refuse of a %s what Kubernetes refuses', async (type, object, fine, broken) => {
    const verdicts = async (part: Part) => ({
      part,
      schema: ajv.validate({ $ref: `definitions#/definitions/${type}` }, part),
      kubernetes: (await oracle.refusals([object(part)])).length === 0,
    });
    expect(await Promise.all(fine.map(verdicts))).toEqual(
      fine.map((part) => ({ part, schema: true, kubernetes: true })),
    );
    expect(await Promise.all(broken.map(verdicts))).toEqual(
      broken.map((part) => ({ part, schema: false, kubernetes: false })),
    );
  });
});
