import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { moduleVersion } from '../../go/go.ts';
import { resolveTool, toolFolder } from '../../go/go-tools.ts';
import { buildOnce } from '../../process/build-once.ts';
import { cacheDir, goModulesDir } from '../../process/cache-dir.ts';

/** A package of Go types. */
interface GoTypes {
  module: string;
  /** The folder below packages/testbed/src/ whose go.mod pins it. */
  pinnedIn: string;
  /** The package in the module. */
  folder: string;
}

/** A folder with the definitions that controller-gen makes of a package of Go types, as its project does. */
export function generatedDefinitions({ module, pinnedIn, folder }: GoTypes): string {
  const name = `${module.split('/').slice(-2).join('-')}-${moduleVersion(module, pinnedIn)}`;
  const into = join(cacheDir(), 'crds', `${name}-${basename(toolFolder('controller-gen'))}`);
  return buildOnce(into, { title: `definitions of ${module}`, takes: 'a few seconds' }, (emptyFolder) => {
    const args = ['crd', `paths=${module}/${folder}`, `output:crd:dir=${emptyFolder}`];
    // It loads the package as `go build` there would.
    execFileSync(resolveTool('controller-gen'), args, { cwd: join(goModulesDir, pinnedIn), stdio: 'pipe' });
  });
}
