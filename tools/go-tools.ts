import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildOnce } from './build-once.ts';
import { cacheDir, toolsDir } from './cache-dir.ts';
import { goMod, kubernetesVersion, moduleVersion, runGo } from './go.ts';

/** A program that Archon builds from tools/go.mod. */
export type GoTool = 'helm4' | 'helm3' | 'helm-unittest' | 'kubeconform';

interface Recipe {
  title: string;
  module: string;
  command: string;
  /** What a cold build takes on two cores, sources downloaded; Go's own cache makes the next one seconds. */
  takes: string;
  /** The Go variable that its release build sets to the version. */
  versionVariable: string;
  linksHelm3?: boolean;
}

const recipes: Record<GoTool, Recipe> = {
  helm4: {
    title: 'helm',
    module: 'helm.sh/helm/v4',
    command: 'cmd/helm',
    takes: 'up to 3 min',
    versionVariable: 'helm.sh/helm/v4/internal/version.version',
  },
  helm3: {
    title: 'helm',
    module: 'helm.sh/helm/v3',
    command: 'cmd/helm',
    takes: 'up to 3 min',
    versionVariable: 'helm.sh/helm/v3/internal/version.version',
    linksHelm3: true,
  },
  'helm-unittest': {
    title: 'helm-unittest',
    module: 'github.com/helm-unittest/helm-unittest',
    command: 'cmd/helm-unittest',
    takes: 'up to 3 min',
    versionVariable: 'github.com/helm-unittest/helm-unittest/internal/build.version',
    linksHelm3: true,
  },
  kubeconform: {
    title: 'kubeconform',
    module: 'github.com/yannh/kubeconform',
    command: 'cmd/kubeconform',
    takes: 'up to 30 s',
    versionVariable: 'main.version',
  },
};

/** Every tool, in the order in which CI builds them. */
export const goTools = Object.keys(recipes) as GoTool[];

/** The absolute path of a tool's binary, built on the first call; never one from PATH. */
export function resolveTool(tool: GoTool): string {
  const { title, module, command, takes } = recipes[tool];
  const version = moduleVersion(module).slice(1);
  const flags = buildFlags(recipes[tool]);
  const folder = join(cacheDir(), 'tools', `${tool}-${version}-${fingerprint(flags)}`);
  const label = { title: `${title} ${version}`, takes };
  const built = buildOnce(folder, label, (emptyFolder) => {
    runGo(['build', ...flags, '-o', join(emptyFolder, tool), `${module}/${command}`], `${title} ${version} is needed`);
  });
  return join(built, tool);
}

function buildFlags({ module, versionVariable, linksHelm3 }: Recipe): string[] {
  const variables = { [versionVariable]: moduleVersion(module), ...(linksHelm3 ? helm3Kubernetes() : {}) };
  const assignments = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
  return ['-trimpath', '-ldflags', ['-s', '-w', ...assignments].join(' ')];
}

// Built without these, Helm 3 takes every cluster for v1.20 and refuses charts that ask for a newer one.
function helm3Kubernetes(): Record<string, string> {
  const [major = '', minor = ''] = kubernetesVersion().split('.');
  return {
    'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': major,
    'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': minor,
    'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor': major,
    'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor': minor,
  };
}

function fingerprint(flags: string[]): string {
  const goSum = readFileSync(join(toolsDir, 'go.sum'), 'utf8');
  const inputs = JSON.stringify([goMod(), goSum, flags, process.platform, process.arch]);
  return createHash('sha256').update(inputs).digest('hex').slice(0, 12);
}
