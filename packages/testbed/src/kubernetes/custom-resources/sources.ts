import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { argoCdModule } from '../../argocd/recipes.ts';
import { moduleFolder, moduleVersion } from '../../go/go.ts';
import { generatedDefinitions } from './generated-definitions.ts';

/** A Go module that publishes CustomResourceDefinitions, or the Go types of some. It is downloaded and read, never built. */
export interface Source {
  module: string;
  /** The folder below packages/testbed/src/ whose go.mod pins it. */
  pinnedIn: string;
  /** The folder of the module with the definitions; or, if `generated`, with the Go types that controller-gen reads. */
  folder: string;
  generated?: boolean;
  /** The beginning of their file names, where the folder holds other files too. */
  prefix?: string;
  /** Packages of the module with the OpenAPI of its Go types, where that says more than the definitions do. */
  goPackages?: string[];
}

const pinnedIn = 'kubernetes/custom-resources';

/** The custom resources that charts and their users' manifests may contain, by who defines them. */
export const sources = {
  gatewayApi: { module: 'sigs.k8s.io/gateway-api', pinnedIn, folder: 'config/crd/standard' },
  inferenceExtension: {
    module: 'sigs.k8s.io/gateway-api-inference-extension',
    pinnedIn,
    folder: 'config/crd/bases',
  },
  prometheusOperator: {
    module: 'github.com/prometheus-operator/prometheus-operator',
    pinnedIn,
    folder: 'example/prometheus-operator-crd',
  },
  keda: { module: 'github.com/kedacore/keda/v2', pinnedIn, folder: 'config/crd/bases' },
  externalSecrets: {
    module: 'github.com/external-secrets/external-secrets',
    pinnedIn,
    folder: 'config/crds/bases',
    prefix: 'external-secrets.io_externalsecrets',
  },
  cilium: {
    module: 'github.com/cilium/cilium',
    pinnedIn,
    folder: 'pkg/k8s/apis/cilium.io/client/crds/v2',
    prefix: 'ciliumnetworkpolicies',
  },
  leaderWorkerSet: { module: 'sigs.k8s.io/lws', pinnedIn, folder: 'config/crd/bases' },
  argoCd: { module: argoCdModule, pinnedIn: 'argocd', folder: 'manifests/crds' },
  fluxSources: { module: 'github.com/fluxcd/source-controller', pinnedIn, folder: 'config/crd/bases' },
  // The controller's own module, which has the definition, is not to be had from Go's proxy.
  fluxReleases: {
    module: 'github.com/fluxcd/helm-controller/api',
    pinnedIn: `${pinnedIn}/flux`,
    folder: 'v2',
    generated: true,
  },
  // Tekton's definitions leave the embedded specs open, and those of Triggers everything.
  tektonPipelines: {
    module: 'github.com/tektoncd/pipeline',
    pinnedIn,
    folder: 'config/300-crds',
    goPackages: ['pkg/apis/pipeline/v1', 'pkg/apis/pipeline/v1beta1', 'pkg/apis/pipeline/v1alpha1'],
  },
  tektonTriggers: {
    module: 'github.com/tektoncd/triggers',
    pinnedIn,
    folder: 'config',
    prefix: '300-',
    goPackages: ['pkg/apis/triggers/v1beta1'],
  },
} satisfies Record<string, Source>;

/** A source's module and version: `sigs.k8s.io/lws@v0.9.0`. */
export const pinnedModule = ({ module, pinnedIn: folder }: Source): string =>
  `${module}@${moduleVersion(module, folder)}`;

/** The folder of a source's module, downloaded on the first call. */
export const sourceFolder = ({ module, pinnedIn: folder }: Source): string =>
  moduleFolder(module, `the custom resource definitions of ${module} are needed`, folder);

/** The paths of a source's YAML files. They may hold other objects than definitions. */
export function definitionFiles(source: Source): string[] {
  const folder = source.generated ? generatedDefinitions(source) : join(sourceFolder(source), source.folder);
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name.startsWith(source.prefix ?? ''));
  return names.toSorted().map((name) => join(folder, name));
}
