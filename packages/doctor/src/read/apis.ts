import type { ApiClient } from './api-client.ts';

/** All groups with their kinds in one answer: Kubernetes 1.26 and later. */
const discovery = ['v2', 'v2beta1'].map(
  (version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
);

interface Groups {
  readonly kind: string;
  readonly items?: readonly {
    readonly metadata: { readonly name: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources?: readonly { readonly responseKind?: { readonly kind: string } }[];
    }[];
  }[];
}

/** The kinds that the server has beyond Kubernetes' oldest ones, as Helm writes them: `keda.sh/v1alpha1/ScaledObject`. */
export async function readApis(api: ApiClient): Promise<string[] | undefined> {
  const found = await api.document<Groups>('/apis', [...discovery, 'application/json'].join(','));
  if (found?.kind !== 'APIGroupDiscoveryList') return undefined;
  return (found.items ?? []).flatMap(({ metadata, versions }) =>
    versions.flatMap(({ version, resources = [] }) => [
      `${metadata.name}/${version}`,
      ...resources.flatMap(({ responseKind }) =>
        responseKind ? [`${metadata.name}/${version}/${responseKind.kind}`] : [],
      ),
    ]),
  );
}
