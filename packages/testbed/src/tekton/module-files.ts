import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { moduleFolder, moduleVersion } from '../go/go.ts';
import type { KubernetesObject } from '../kubernetes/parse-objects.ts';
import { buildOnce } from '../process/build-once.ts';
import { cacheDir } from '../process/cache-dir.ts';
import { tektonModules } from './recipes.ts';

type Part = keyof typeof tektonModules;

// The folders of a release's manifests. The autoscaler of the webhook needs metrics, and cloud events are not used.
const folders: readonly [Part, string][] = [
  ['pipeline', 'config/100-namespace'],
  ['pipeline', 'config/300-crds'],
  ['pipeline', 'config'],
  ['triggers', 'config'],
  ['triggers', 'config/interceptors'],
];
const unused = ['webhook-hpa.yaml', 'events.yaml'];

/** The folder with the manifests of an installation, from the Go modules; fetched on the first call. */
export function tektonManifests(): string {
  const versions = Object.entries(tektonModules).map(
    ([part, module]) => `${part}-${moduleVersion(module, `tekton/${part}`).slice(1)}`,
  );
  const label = { title: "Tekton's manifests", takes: 'up to 1 min' };
  return buildOnce(join(cacheDir(), 'tekton', versions.join('_')), label, (emptyFolder) => {
    for (const [index, [part, folder]] of folders.entries()) {
      const module = tektonModules[part];
      const source = join(moduleFolder(module, `manifests of ${module} are needed`, `tekton/${part}`), folder);
      const files = readdirSync(source).filter((name) => name.endsWith('.yaml') && !unused.includes(name));
      for (const file of files) copyFileSync(join(source, file), join(emptyFolder, `${index}-${file}`));
    }
  });
}

/** All objects of an installation, as the release has them. */
export function tektonObjects(): KubernetesObject[] {
  const folder = tektonManifests();
  const texts = readdirSync(folder)
    .toSorted()
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  return texts
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject | null))
    .filter((object) => object !== null);
}
