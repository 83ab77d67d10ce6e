import { join } from 'node:path';
import { cacheDir } from '../process/cache-dir.ts';
import { kubernetesVersion } from '../go/go.ts';

/** The Helm majors that charts must render on. */
export type HelmMajor = 3 | 4;

/** Every major, for tests that run on each. */
export const helmMajors = [3, 4] as const;

/** What to render. */
export interface RenderOptions {
  helm: HelmMajor;
  /** The folder of the chart. */
  chart: string;
  release?: string;
  namespace?: string;
  /** Values files; later ones override earlier ones. */
  values?: string[];
  /** Values as an object; they override the files. */
  valuesObject?: unknown;
  /** `--set` arguments; they override both. */
  set?: string[];
  /** The Kubernetes release to render for; the pinned minor when it is not given. */
  kubeVersion?: string;
  /** Templates to print alone, from the chart's folder: `templates/service.yaml`. */
  showOnly?: string[];
  /** More arguments for `helm template`. */
  args?: string[];
}

/** The arguments of `helm template`; `valuesObjectFile` is where valuesObject has been written. */
export function templateArguments(options: RenderOptions, valuesObjectFile?: string): string[] {
  const { chart, release = 'archon', namespace = 'archon-system', kubeVersion = pinnedMinor() } = options;
  const { values = [], set = [], showOnly = [], args = [] } = options;
  const files = valuesObjectFile === undefined ? values : [...values, valuesObjectFile];
  return [
    'template',
    release,
    chart,
    `--namespace=${namespace}`,
    `--kube-version=${kubeVersion}`,
    ...files.flatMap((file) => ['--values', file]),
    ...set.flatMap((assignment) => ['--set', assignment]),
    ...showOnly.flatMap((template) => ['--show-only', template]),
    ...args,
  ];
}

/** The environment of helm, without the settings of the machine: no HELM_* variable, plugin, repository or cluster. */
export function helmEnvironment(): NodeJS.ProcessEnv {
  const home = join(cacheDir(), 'helm-home');
  const foreign = Object.entries(process.env).filter(([name]) => !name.startsWith('HELM_'));
  return {
    ...Object.fromEntries(foreign),
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_CONFIG_HOME: join(home, 'config'),
    HELM_DATA_HOME: join(home, 'data'),
    HELM_PLUGINS: join(home, 'plugins'),
    KUBECONFIG: '/dev/null',
  };
}

/** The pinned Kubernetes as charts are rendered for it: its first patch release. */
export function pinnedMinor(): string {
  return kubernetesVersion().replace(/\.\d+$/, '.0');
}
