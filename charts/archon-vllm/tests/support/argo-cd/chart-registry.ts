import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { HelmClient } from '@archon/testbed/helm-client';
import type { Kubectl } from '@archon/testbed/kubectl';
import { argoCdNamespace } from '@archon/testbed/argo-cd-components';

/** The OCI registry of a cluster, which uses HTTP, and the settings that Argo CD needs for it. */
export class ChartRegistry {
  readonly #folder = mkdtempSync(join(tmpdir(), 'archon-charts-'));
  readonly #helm: HelmClient;

  constructor(
    readonly kubectl: Kubectl,
    readonly port: number,
    /** Where Argo CD looks for its settings. */
    readonly namespace: string = argoCdNamespace,
  ) {
    this.#helm = new HelmClient(kubectl.kubeconfig, 4);
  }

  /** The address of a repository that no other test uses; Argo CD has it both as an OCI and as a Helm repository. */
  async createRepository(): Promise<string> {
    const id = randomBytes(4).toString('hex');
    const repository = `127.0.0.1:${this.port}/${id}/charts`;
    const secret = (name: string, settings: Record<string, string>) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: this.namespace, labels: { 'argocd.argoproj.io/secret-type': 'repository' } },
      stringData: { insecureOCIForceHttp: 'true', ...settings },
    });
    await this.kubectl.apply(
      secret(`oci-${id}`, { type: 'oci', url: `oci://${repository}/archon-vllm` }),
      secret(`helm-${id}`, { type: 'helm', url: repository, enableOCI: 'true' }),
    );
    return repository;
  }

  /** Packages a chart and pushes it as the release that it becomes, or a later patch of it; returns its version. */
  async push(repository: string, chart: string, patchesLater = 0): Promise<string> {
    const copy = mkdtempSync(join(this.#folder, 'chart-'));
    cpSync(chart, copy, { recursive: true });
    const file = join(copy, 'Chart.yaml');
    const metadata = parse(readFileSync(file, 'utf8')) as { name: string; version: string };
    const [, minor, patch] = /^(\d+\.\d+)\.(\d+)/.exec(metadata.version)!;
    metadata.version = `${minor}.${Number(patch) + patchesLater}`;
    writeFileSync(file, stringify(metadata));
    await this.#helm.do(['package', copy, `--destination=${copy}`]);
    const archive = join(copy, `${metadata.name}-${metadata.version}.tgz`);
    await this.#helm.do(['push', archive, `oci://${repository}`, '--plain-http']);
    return metadata.version;
  }

  /** The digest of a version of archon-vllm. */
  async digestOf(repository: string, version: string): Promise<string> {
    const [, ...path] = repository.split('/');
    const manifest = `http://127.0.0.1:${this.port}/v2/${path.join('/')}/archon-vllm/manifests/${version}`;
    const response = await fetch(manifest, { headers: { accept: 'application/vnd.oci.image.manifest.v1+json' } });
    return response.headers.get('docker-content-digest') ?? '';
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
