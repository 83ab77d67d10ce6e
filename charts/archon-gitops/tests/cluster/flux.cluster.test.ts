import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { helmMajors } from '@archon/testbed/helm-command';
import { createNamespace, helms, kubectl } from '@archon/testbed/testing/test-cluster';
import { readPage } from '../../../archon-vllm/tests/support/markdown.ts';
import { chart } from '../support/chart.ts';

const server = (host: string) => ({ values: { ingress: { hosts: [{ host }] } } });

/** The names of what Flux would deliver from a namespace. */
async function delivered(namespace: string): Promise<string[]> {
  const kinds = 'helmreleases.helm.toolkit.fluxcd.io,ocirepositories.source.toolkit.fluxcd.io';
  const { items } = await kubectl.get<{ items: { kind: string; metadata: { name: string } }[] }>(
    kinds,
    `--namespace=${namespace}`,
  );
  return items.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted();
}

describe('A fleet for Flux, on an API server with its definitions,', () => {
  it.concurrent.for(helmMajors)('should follow its list, installed by Helm %i', async (major, context) => {
    const namespace = await createNamespace({}, context.onTestFinished);
    const servers = `${namespace}-servers`;
    context.onTestFinished(async () => void (await kubectl.run(['delete', 'namespace', servers, '--wait=false'])));
    const install = (list: object): Promise<unknown> => {
      const values = {
        engine: 'flux',
        namespace: servers,
        chart: { oci: 'oci://registry.example.com/charts/archon-vllm', version: '0.3.*' },
        servers: list,
      };
      const release = ['upgrade', '--install', 'fleet', chart, `--namespace=${namespace}`, '--values=-'];
      return helms[major].do(release, stringify(values));
    };

    await install({ coder: server('coder.example.com'), chat: server('chat.example.com') });
    const both = ['HelmRelease chat', 'HelmRelease coder', 'OCIRepository chat', 'OCIRepository coder'];
    expect(await delivered(namespace)).toEqual(both);
    const { metadata } = await kubectl.get<{ metadata: { labels: object } }>('namespace', servers);
    expect(metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });

    await install({ coder: server('coder.example.com') });
    expect(await delivered(namespace)).toEqual(['HelmRelease coder', 'OCIRepository coder']);

    await helms[major].do(['uninstall', 'fleet', `--namespace=${namespace}`]);
    expect(await delivered(namespace)).toEqual([]);
    expect(await kubectl.get('namespace', servers)).toMatchObject({ status: { phase: 'Active' } });
    // The namespace that stayed is taken back.
    await install({ coder: server('coder.example.com') });
  });

  it.concurrent('should be refused for what Flux does not take', async (context) => {
    const namespace = await createNamespace({}, context.onTestFinished);
    const release = `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: coder, namespace: ${namespace} }
spec: { interval: 10m, chartRef: { kind: OCIRepository, name: coder }, driftDetection: { mode: on } }
`;
    const { code, stderr } = await kubectl.run(['create', '--filename=-'], release);
    expect([code, stderr]).toEqual([1, expect.stringContaining('spec.driftDetection.mode')]);
  });

  it.concurrent.for(['oci', 'git'])('should take what docs/flux/%s.yaml says', async (name) => {
    const text = readPage(`docs/flux/${name}.yaml`).replaceAll('namespace: archon-system', 'namespace: default');
    await kubectl.do(['create', '--dry-run=server', '--validate=strict', '--filename=-'], text);
  });
});
