import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repoRoot } from '@archon/testbed/cache-dir';

/** The parts of a manifest of docs/argo-cd/ that tests change. */
export interface Manifest {
  metadata: { name: string; namespace: string; annotations?: Record<string, string> };
  spec: {
    source?: Source;
    sources?: Source[];
    destination: { namespace: string };
    syncPolicy: { syncOptions: string[] };
  };
}

interface Source {
  repoURL: string;
  helm?: { releaseName: string; valueFiles?: string[]; valuesObject?: Record<string, unknown> };
}

/**
 * Reads a manifest of docs/argo-cd/ for one test: only its name, the namespace that it installs to and the addresses
 * of its repositories are replaced.
 */
export function documentedApplication(
  file: string,
  namespace: string,
  repositories: Record<string, string | undefined>,
): Manifest {
  const manifest = parse(readFileSync(join(repoRoot, 'docs/argo-cd', file), 'utf8')) as Manifest;
  manifest.metadata.name = namespace;
  manifest.spec.destination.namespace = namespace;
  for (const source of [manifest.spec.source, ...(manifest.spec.sources ?? [])]) {
    if (!source) continue;
    const url = repositories[source.repoURL];
    if (!url) throw new Error(`docs/argo-cd/${file} names a repository that the test does not know: ${source.repoURL}`);
    source.repoURL = url;
  }
  return manifest;
}
