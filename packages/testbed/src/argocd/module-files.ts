import { chmodSync, copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { moduleFolder, moduleVersion } from '../go/go.ts';
import { buildOnce } from '../process/build-once.ts';
import { cacheDir } from '../process/cache-dir.ts';
import { argoCdModule } from './recipes.ts';

// The manifests of an installation, with its default settings.
const manifests = [
  'manifests/crds/application-crd.yaml',
  'manifests/crds/applicationset-crd.yaml',
  'manifests/crds/appproject-crd.yaml',
  'manifests/base/config/argocd-cm.yaml',
];

// The repo-server runs this for every commit, signed or not.
const script = 'hack/git-verify-wrapper.sh';

/** The files that an installation of Argo CD needs besides its program, from the Go module; fetched on the first call. */
export function argoCdFiles(): { manifests: string[]; script: string } {
  const version = moduleVersion(argoCdModule, 'argocd');
  const label = { title: "Argo CD's manifests", takes: 'up to 1 min' };
  const folder = buildOnce(join(cacheDir(), 'argo-cd', `${version}-${manifests.length}`), label, (emptyFolder) => {
    const module = moduleFolder(argoCdModule, `manifests of ${argoCdModule} are needed`, 'argocd');
    for (const file of [...manifests, script]) copyFileSync(join(module, file), join(emptyFolder, basename(file)));
    // A module's files are never executable.
    chmodSync(join(emptyFolder, basename(script)), 0o755);
  });
  const inFolder = (file: string) => join(folder, basename(file));
  return { manifests: manifests.map(inFolder), script: inFolder(script) };
}
