import { chmodSync, copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildOnce } from '../process/build-once.ts';
import { cacheDir } from '../process/cache-dir.ts';
import { moduleVersion, runGo } from '../go/go.ts';
import { argoCdModule } from './recipes.ts';

// What an installation applies, and the settings that it comes with.
const manifests = [
  'manifests/crds/application-crd.yaml',
  'manifests/crds/appproject-crd.yaml',
  'manifests/base/config/argocd-cm.yaml',
];

// What the repo-server asks about every commit, signed or not.
const script = 'hack/git-verify-wrapper.sh';

/** What an installation of Argo CD has besides its program, out of the Go module; fetched on the first call. */
export function argoCdFiles(): { manifests: string[]; script: string } {
  const version = moduleVersion(argoCdModule, 'argocd');
  const label = { title: "Argo CD's manifests", takes: 'up to 1 min' };
  const folder = buildOnce(join(cacheDir(), 'argo-cd', version), label, (emptyFolder) => {
    const need = `manifests of ${argoCdModule} are needed`;
    const { Dir } = JSON.parse(runGo(['mod', 'download', '-json', argoCdModule], need, 'argocd')) as { Dir: string };
    for (const file of [...manifests, script]) copyFileSync(join(Dir, file), join(emptyFolder, basename(file)));
    // A module's files are never executable.
    chmodSync(join(emptyFolder, basename(script)), 0o755);
  });
  const inFolder = (file: string) => join(folder, basename(file));
  return { manifests: manifests.map(inFolder), script: inFolder(script) };
}
