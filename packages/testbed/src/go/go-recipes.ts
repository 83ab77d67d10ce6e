import { kubernetesVersion, moduleVersion } from './go.ts';

/** How to build a Go program from a go.mod of the project. */
export interface GoRecipe {
  title: string;
  /** What `go build` is given: an import path, or `./folder` below the module's folder for our own program. */
  package: string;
  /** The module whose version is the program's; our own programs have none. */
  module?: string;
  /** The folder below src/ whose go.mod pins it; the default is src/. */
  folder?: string;
  /** What is changed in a copy of the module before it is built, and the file that says it. */
  edited?: { by: (copy: string) => void; source: string };
  /** Folders that take the place of modules, below the module's folder. */
  replaced?: Record<string, string>;
  /** Folders of sources that our own program uses besides its own. */
  sources?: string[];
  /** Puts what the program needs next to it, and the files that say it; `go` runs a command of go as the build does. */
  besides?: { by: (folder: string, go: (command: string, ...args: string[]) => string) => void; source: string[] };
  /** How long a first build takes on two cores, with the sources downloaded; with Go's cache the next takes seconds. */
  takes: string;
  /** Go variables that its release build sets. */
  variables?: () => Record<string, string>;
  /** Build tags. */
  tags?: string[];
  /** Environment variables of its build. */
  environment?: Record<string, string>;
}

/** Programs that the fast tests, the benchmarks and `npm start` run. */
export const testRecipes = {
  helm4: {
    title: 'helm',
    module: 'helm.sh/helm/v4',
    package: 'helm.sh/helm/v4/cmd/helm',
    takes: 'up to 3 min',
    variables: () => ({ 'helm.sh/helm/v4/internal/version.version': moduleVersion('helm.sh/helm/v4') }),
  },
  helm3: {
    title: 'helm',
    module: 'helm.sh/helm/v3',
    package: 'helm.sh/helm/v3/cmd/helm',
    takes: 'up to 3 min',
    variables: () => ({
      'helm.sh/helm/v3/internal/version.version': moduleVersion('helm.sh/helm/v3'),
      ...helm3Kubernetes(),
    }),
  },
  'helm-unittest': {
    title: 'helm-unittest',
    module: 'github.com/helm-unittest/helm-unittest',
    package: 'github.com/helm-unittest/helm-unittest/cmd/helm-unittest',
    takes: 'up to 3 min',
    variables: () => ({
      'github.com/helm-unittest/helm-unittest/internal/build.version': moduleVersion(
        'github.com/helm-unittest/helm-unittest',
      ),
      ...helm3Kubernetes(),
    }),
  },
  kubeconform: {
    title: 'kubeconform',
    module: 'github.com/yannh/kubeconform',
    package: 'github.com/yannh/kubeconform/cmd/kubeconform',
    takes: 'up to 30 s',
    variables: () => ({ 'main.version': moduleVersion('github.com/yannh/kubeconform') }),
  },
  'helm-engine': {
    title: 'the Helm engine',
    package: './helm/engine',
    sources: ['./helm/printed', './helm/schema'],
    takes: 'up to 3 min',
    variables: helm3Kubernetes,
  },
  'controller-gen': {
    title: 'controller-gen',
    folder: 'kubernetes/custom-resources/flux',
    module: 'sigs.k8s.io/controller-tools',
    package: 'sigs.k8s.io/controller-tools/cmd/controller-gen',
    takes: 'up to 30 s',
  },
  'kubernetes-oracle': {
    title: 'Kubernetes’ own validation',
    package: './kubernetes/oracle',
    takes: 'up to 4 min',
  },
} satisfies Record<string, GoRecipe>;

/** The control plane of src/cluster, the fake nodes, the registry, and the supervisor of their processes. */
export const clusterRecipes = {
  supervisor: { title: 'the supervisor', package: './cluster/supervisor', takes: 'a few seconds' },
  etcd: {
    title: 'etcd',
    module: 'go.etcd.io/etcd/server/v3',
    package: 'go.etcd.io/etcd/server/v3',
    takes: 'up to 20 s',
  },
  'kube-apiserver': kubernetesRecipe('kube-apiserver', 'about 4 min'),
  'kube-scheduler': kubernetesRecipe('kube-scheduler', 'up to 1 min'),
  'kube-controller-manager': kubernetesRecipe('kube-controller-manager', 'up to 2 min'),
  kubectl: kubernetesRecipe('kubectl', 'up to 30 s'),
  kwok: { title: 'kwok', module: 'sigs.k8s.io/kwok', package: 'sigs.k8s.io/kwok/cmd/kwok', takes: 'up to 30 s' },
  registry: { title: 'the OCI registry', package: './cluster/registry', takes: 'a few seconds' },
} satisfies Record<string, GoRecipe>;

/** What `npm run release` attaches files to published charts with, and signs their digests. */
export const releaseRecipes = {
  oras: {
    title: 'ORAS',
    folder: 'oras',
    module: 'oras.land/oras',
    package: 'oras.land/oras/cmd/oras',
    takes: 'up to 1 min',
  },
  notation: {
    title: 'notation',
    folder: 'notation',
    module: 'github.com/notaryproject/notation',
    package: 'github.com/notaryproject/notation/cmd/notation',
    takes: 'up to 1 min',
  },
} satisfies Record<string, GoRecipe>;

/** Where a model can come from besides a hub. */
export const bucketRecipes = {
  's3-server': { title: 'an S3 server', folder: 's3', package: './server', takes: 'a few seconds' },
} satisfies Record<string, GoRecipe>;

/** A program of Kubernetes itself, at the version of packages/testbed/src/go.mod. */
export function kubernetesRecipe(title: string, takes: string): GoRecipe {
  const module = 'k8s.io/kubernetes';
  return { title, module, package: `${module}/cmd/${title}`, takes, variables: kubernetesVariables };
}

// Built without these, the API server calls itself v0.0.0-master.
function kubernetesVariables(): Record<string, string> {
  const [major = '', minor = ''] = kubernetesVersion().split('.');
  const versions = { gitVersion: `v${kubernetesVersion()}`, gitMajor: major, gitMinor: minor };
  return Object.fromEntries(
    ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((path) =>
      Object.entries(versions).map(([name, value]) => [`${path}.${name}`, value]),
    ),
  );
}

// Built without these, Helm 3 assumes Kubernetes v1.20 and refuses charts that require a newer one.
function helm3Kubernetes(): Record<string, string> {
  const [major = '', minor = ''] = kubernetesVersion().split('.');
  return {
    'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': major,
    'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': minor,
    'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor': major,
    'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor': minor,
  };
}
