import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { definitionFiles, pinnedModule, sources } from '../kubernetes/custom-resources/sources.ts';
import { buildOnce } from '../process/build-once.ts';
import { cacheDir } from '../process/cache-dir.ts';

/** The custom resources that a cluster gets: those that our charts' users combine with them. */
const applied = [
  {
    source: sources.gatewayApi,
    files: [
      'gateway.networking.k8s.io_gatewayclasses.yaml',
      'gateway.networking.k8s.io_gateways.yaml',
      'gateway.networking.k8s.io_httproutes.yaml',
    ],
  },
  { source: sources.cilium, files: ['ciliumnetworkpolicies.yaml'] },
  { source: sources.inferenceExtension, files: ['inference.networking.k8s.io_inferencepools.yaml'] },
  {
    source: sources.prometheusOperator,
    files: [
      'monitoring.coreos.com_podmonitors.yaml',
      'monitoring.coreos.com_prometheusrules.yaml',
      'monitoring.coreos.com_servicemonitors.yaml',
    ],
  },
  {
    source: sources.fluxSources,
    files: ['source.toolkit.fluxcd.io_gitrepositories.yaml', 'source.toolkit.fluxcd.io_ocirepositories.yaml'],
  },
  { source: sources.fluxReleases, files: ['helm.toolkit.fluxcd.io_helmreleases.yaml'] },
  { source: sources.keda, files: ['keda.sh_scaledobjects.yaml', 'keda.sh_triggerauthentications.yaml'] },
];

/** The folder of the CustomResourceDefinitions once they are fetched. */
export function crdFolderPath(): string {
  const versions = applied.map(({ source }) => pinnedModule(source).replace(/^.*\/([^/]+)@/, '$1-')).join('_');
  return join(cacheDir(), 'crds', versions);
}

/** A folder with the CustomResourceDefinitions, one file each; fetched on the first call. */
export function crdFolder(): string {
  const label = { title: 'the custom resource definitions', takes: 'up to 20 s' };
  return buildOnce(crdFolderPath(), label, (emptyFolder) => {
    for (const { source, files } of applied) {
      const paths = definitionFiles(source).filter((path) => files.includes(basename(path)));
      if (paths.length !== files.length) throw new Error(`${pinnedModule(source)} lacks one of ${files.join(', ')}`);
      for (const path of paths) copyFileSync(path, join(emptyFolder, basename(path)));
    }
  });
}
