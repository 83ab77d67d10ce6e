import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildOnce } from '../process/build-once.ts';
import { cacheDir } from '../process/cache-dir.ts';
import { runGo } from '../go/go.ts';

/** The custom resources that our charts' users combine with them, out of the Go modules that publish them. */
const sources = [
  {
    module: 'sigs.k8s.io/gateway-api@v1.6.3',
    folder: 'config/crd/standard',
    files: [
      'gateway.networking.k8s.io_gatewayclasses.yaml',
      'gateway.networking.k8s.io_gateways.yaml',
      'gateway.networking.k8s.io_httproutes.yaml',
    ],
  },
  {
    module: 'github.com/prometheus-operator/prometheus-operator@v0.94.1',
    folder: 'example/prometheus-operator-crd',
    files: [
      'monitoring.coreos.com_podmonitors.yaml',
      'monitoring.coreos.com_prometheusrules.yaml',
      'monitoring.coreos.com_servicemonitors.yaml',
    ],
  },
  {
    module: 'github.com/kedacore/keda/v2@v2.21.0',
    folder: 'config/crd/bases',
    files: ['keda.sh_scaledobjects.yaml', 'keda.sh_triggerauthentications.yaml'],
  },
];

/** Where the CustomResourceDefinitions are once they are fetched. */
export function crdFolderPath(): string {
  const versions = sources.map(({ module }) => module.replace(/^.*\/([^/]+)@/, '$1-')).join('_');
  return join(cacheDir(), 'crds', versions);
}

/** A folder with the CustomResourceDefinitions, one file each; fetched on the first call. */
export function crdFolder(): string {
  const label = { title: 'the custom resource definitions', takes: 'up to 20 s' };
  return buildOnce(crdFolderPath(), label, (emptyFolder) => {
    for (const { module, folder, files } of sources) {
      const need = `custom resource definitions of ${module} are needed`;
      const { Dir } = JSON.parse(runGo(['mod', 'download', '-json', module], need)) as { Dir: string };
      for (const file of files) copyFileSync(join(Dir, folder, file), join(emptyFolder, basename(file)));
    }
  });
}
