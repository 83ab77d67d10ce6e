import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gpuNodes } from '@archon/engine/gpu-nodes';
import { repoRoot } from '@archon/testbed/cache-dir';
import { HelmClient } from '@archon/testbed/helm-client';
import { Kubectl } from '@archon/testbed/kubectl';
import { startCluster } from '@archon/testbed/start-cluster';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runArchon } from './testing/run-archon.ts';

const folder = mkdtempSync(join(tmpdir(), 'archon-doctor-'));
const file = (name: string) => join(folder, name);
const chart = join(repoRoot, 'charts/archon-vllm');
const namespace = 'archon-system';
let cluster: Awaited<ReturnType<typeof startCluster>>;
let kubectl: Kubectl;

beforeAll(async () => {
  const nodes = ['rtx-4090', 'l40s=2:taint'].map(gpuNodes.parse);
  cluster = await startCluster({ folder: join(folder, 'cluster'), nodes });
  kubectl = new Kubectl(cluster.kubeconfig);
  await kubectl.do(['create', 'namespace', namespace]);
});

afterAll(() => cluster?.stop());

/** So that the second node is not for the pod. */
const untolerated = 'gpu.tolerateTaint=false';

interface Found {
  readonly severity: string;
  readonly subject: string;
  readonly seen: string;
  readonly set?: object;
  readonly rule?: object;
}

const runDoctor = (kubeconfig: string, ...more: string[]) =>
  runArchon('doctor', '--kubeconfig', kubeconfig, '-n', namespace, ...more);

/** Runs doctor, and returns its exit code and what is an error or a warning. */
async function doctor(set: readonly string[] = [], kubeconfig = cluster.kubeconfig) {
  const values = ['preset=nvidia-24gb', 'ingress.className=nginx', untolerated, ...set].flatMap((one) => [
    '--set',
    one,
  ]);
  const { code, out } = await runDoctor(kubeconfig, ...values, '--json');
  const { findings = [], problems } = JSON.parse(out) as { findings?: Found[]; problems?: object[] };
  return { code, bad: findings.filter(({ severity }) => severity !== 'info'), problems };
}

/** The first object, without what the server wrote. */
async function saved(...object: string[]): Promise<object> {
  const { metadata, status: _, ...rest } = await kubectl.get(...object);
  const { name, labels, annotations } = metadata as Record<string, unknown>;
  return { ...rest, metadata: { name, labels, annotations: annotations ?? {} } };
}

/** A kubeconfig of a service account with these roles. */
async function kubeconfigOf(user: string): Promise<string> {
  await kubectl.do(['create', 'serviceaccount', user, '-n', namespace]);
  const token = (await kubectl.do(['create', 'token', user, '-n', namespace])).trim();
  const config = JSON.parse(await kubectl.do(['config', 'view', '--raw', '-o', 'json'])) as {
    users: { user: object }[];
  };
  config.users[0]!.user = { token };
  writeFileSync(file(user), JSON.stringify(config));
  return file(user);
}

describe('archon doctor, on a cluster', () => {
  it('should find nothing bad where nothing is missing, and print it for people', async () => {
    expect(await doctor()).toMatchObject({ code: 0, bad: [] });
    const { out } = await runDoctor(cluster.kubeconfig, '--set', untolerated);
    expect(out).toContain('1 x NVIDIA GeForce RTX 4090 on gpu-0');
    expect(out).toMatch(/Node gpu-1 has the taint\s+nvidia\.com\/gpu/);
  });

  it.each([
    ['the RuntimeClass', ['runtimeclass', 'nvidia'], { severity: 'error', subject: 'runtime' }],
    ['a default StorageClass', ['storageclass', 'standard'], { severity: 'error', subject: 'storage' }],
    ['the IngressClass', ['ingressclass', 'nginx'], { severity: 'warning', subject: 'ingress' }],
    ['the GPU', ['node', 'gpu-0'], { severity: 'error', subject: 'placement' }],
  ])('should see that the cluster lacks %s', async (_, object, finding) => {
    const before = await saved(...object);
    await kubectl.do(['delete', ...object]);
    try {
      const { code, bad } = await doctor();
      expect(bad).toContainEqual(expect.objectContaining(finding));
      expect(code).toBe(finding.severity === 'error' ? 1 : 0);
    } finally {
      await kubectl.apply(before);
      if (object[0] === 'node') await restoreGpu();
    }
  });

  it('should see Secrets without reading them out, and what the namespace refuses', async () => {
    const missing = await doctor(['apiKey.existingSecret=vllm-api-key']);
    expect(missing.bad).toMatchObject([{ severity: 'error', subject: 'references' }]);
    await kubectl.do([
      'create',
      'secret',
      'generic',
      'vllm-api-key',
      '-n',
      namespace,
      '--from-literal=key=never-printed',
    ]);
    const { out } = await runDoctor(cluster.kubeconfig, '--set', 'apiKey.existingSecret=vllm-api-key', '--json');
    expect(out).toContain('has no key \\"api-key\\" (it has key)');
    expect(out).not.toContain('never-printed');
    await kubectl.do(['label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted']);
    await kubectl.do(['create', 'quota', 'team', '-n', namespace, '--hard=requests.nvidia.com/gpu=0']);
    const refused = await doctor(['podSecurityContext.runAsNonRoot=false', 'podSecurityContext.runAsUser=0']);
    expect(refused.bad.map(({ seen }) => seen)).toEqual([
      expect.stringContaining('enforce: restricted'),
      expect.stringContaining('allows 0 of requests.nvidia.com/gpu'),
    ]);
    await kubectl.do(['delete', 'quota', 'team', '-n', namespace]);
    await kubectl.do(['delete', 'secret', 'vllm-api-key', '-n', namespace]);
    await kubectl.do(['label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce-']);
  });

  it('should see that another release holds the GPU, and that its own gives it back', async () => {
    const helm = new HelmClient(cluster.kubeconfig, 4);
    const on = [
      '--set=preset=nvidia-24gb',
      '--set=nodeSelector.kubernetes\\.io/hostname=gpu-0',
      '--wait',
      '--timeout=180s',
    ];
    await helm.do(['install', 'other', chart, '-n', 'team', '--create-namespace', ...on]);
    const { code, bad } = await doctor();
    expect([code, bad]).toMatchObject([
      1,
      [{ subject: 'placement', seen: expect.stringMatching(/requested by team\/vllm-/) as string }],
    ]);
    await helm.do(['uninstall', 'other', '-n', 'team', '--wait']);
    await helm.do(['install', 'archon', chart, '-n', namespace, ...on]);
    expect(await doctor()).toMatchObject({ code: 0, bad: [] });
    await helm.do(['uninstall', 'archon', '-n', namespace, '--wait']);
  });

  it('should name each right that a user lacks with its rule, and need no more than the documented roles', async () => {
    const kubeconfig = await kubeconfigOf('reader');
    const nothing = await doctor(['apiKey.existingSecret=vllm-api-key'], kubeconfig);
    expect(nothing.code).toBe(0);
    expect(nothing.bad.map(({ seen }) => seen)).toContain('You may not list nodes.');
    expect(nothing.bad.every(({ subject }) => subject === 'rights')).toBe(true);
    expect(nothing.bad).toContainEqual(
      expect.objectContaining({
        rule: {
          role: 'Role',
          apiGroups: [''],
          resources: ['secrets'],
          resourceNames: ['vllm-api-key'],
          verbs: ['get'],
        },
      }),
    );

    await kubectl.do(['apply', '--validate=strict', '-f', join(repoRoot, 'docs/doctor/rbac.yaml')]);
    const account = `--serviceaccount=${namespace}:reader`;
    await kubectl.do(['create', 'clusterrolebinding', 'archon-doctor', '--clusterrole=archon-doctor', account]);
    await kubectl.do(['create', 'rolebinding', 'archon-doctor', '-n', namespace, '--role=archon-doctor', account]);
    const set = [
      'apiKey.existingSecret=vllm-api-key',
      'persistence.existingClaim=models',
      'serviceAccount.name=reader',
    ];
    const allowed = await doctor(set, kubeconfig);
    expect(allowed.bad.map(({ subject }) => subject)).toEqual(['references', 'references']);
  });

  it('should say that a cluster is down, or does not accept the user', async () => {
    const config = readFileSync(cluster.kubeconfig, 'utf8');
    writeFileSync(file('down'), config.replace(/https:\/\/127\.0\.0\.1:\d+/g, 'https://127.0.0.1:1'));
    expect(await doctor([], file('down'))).toMatchObject({
      code: 1,
      problems: [
        { message: 'The API server https://127.0.0.1:1 cannot be reached: nothing listens there (ECONNREFUSED).' },
      ],
    });
    writeFileSync(file('stranger'), config.replace(/token: .*/, 'token: wrong'));
    expect(await doctor([], file('stranger'))).toMatchObject({
      code: 1,
      problems: [{ message: expect.stringContaining('does not accept the credentials') as string }],
    });
  });
});

describe('archon values --from-cluster', () => {
  const fromCluster = (...args: string[]) =>
    runArchon('values', '--from-cluster', '--kubeconfig', cluster.kubeconfig, ...args);

  it('should list the GPUs where there are several', async () => {
    const { code, err } = await fromCluster();
    expect(code).toBe(1);
    expect(err).toContain('It has rtx-4090 (gpu-0), l40s (gpu-1).');
  });

  it('should write values that the chart accepts, both Helms render, and doctor finds nothing bad about', async () => {
    const { code, out } = await fromCluster('--gpu', 'l40s', '--model', 'Qwen/Qwen3-8B');
    expect(code).toBe(0);
    expect(out).toContain('nvidia.com/gpu.product: NVIDIA-L40S');
    writeFileSync(file('values.yaml'), out);
    expect(await runArchon('validate', file('values.yaml'))).toMatchObject({ code: 0 });
    for (const major of [3, 4] as const) {
      const manifest = await new HelmClient(cluster.kubeconfig, major).do([
        'template',
        'archon',
        chart,
        '-f',
        file('values.yaml'),
      ]);
      expect(manifest).toMatch(/tolerations:\n +- effect: NoSchedule\n +key: nvidia.com\/gpu/);
      expect(manifest).toContain('ingressClassName: "nginx"');
    }
    const seen = await runArchon('doctor', '-f', file('values.yaml'), '--kubeconfig', cluster.kubeconfig);
    expect(seen.code).toBe(0);
    expect(seen.out).toContain('Nothing that was seen keeps the release from starting.');
  });
});

/** Gives a node that was made again its GPU. A patch, because kwok writes the status of the node as well. */
async function restoreGpu(): Promise<void> {
  const resources = { cpu: '64', memory: '512Gi', 'ephemeral-storage': '1Ti', pods: '110', 'nvidia.com/gpu': '1' };
  const patch = JSON.stringify({ status: { capacity: resources, allocatable: resources } });
  await kubectl.do(['patch', 'node', 'gpu-0', '--subresource=status', '--type=merge', `--patch=${patch}`]);
}
