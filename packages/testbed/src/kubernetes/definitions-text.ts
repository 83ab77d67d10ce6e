import { format } from 'prettier';
import { kubernetesVersion } from '../go/go.ts';
import { type CustomType, readCustomTypes } from './custom-resources/custom-types.ts';
import { sources } from './custom-resources/sources.ts';
import { closedSchemas, sortKeys } from './json-schema.ts';
import { readOpenApi } from './read-openapi.ts';
import { tighten } from './tighten.ts';

/** The command that writes the file. */
export const definitionsCommand = 'npx tsx packages/testbed/src/kubernetes/definitions.ts';
/** Its path from the root of the repository. */
export const definitionsPath = 'schemas/kubernetes/definitions.json';

/** The types that users can set in the values. */
const roots = [
  'Affinity',
  'Container',
  'EnvFromSource',
  'EnvVar',
  'HostAlias',
  'LocalObjectReference',
  'PodDNSConfig',
  'PodResourceClaim',
  'PodSecurityContext',
  'ResourceClaim',
  'SecurityContext',
  'ServicePort',
  'Toleration',
  'TopologySpreadConstraint',
  'Volume',
  'VolumeMount',
].map((name) => `io.k8s.api.core.v1.${name}`);
const networkRoots = ['NetworkPolicyEgressRule', 'NetworkPolicyIngressRule', 'NetworkPolicyPeer'].map(
  (name) => `io.k8s.api.networking.v1.${name}`,
);

// Deprecated drivers that Kubernetes has removed or redirects to CSI; offering them would mislead.
const inTreeVolumeSources = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
];

const ofHttpRoute = { source: sources.gatewayApi, kind: 'HTTPRoute', version: 'v1' };

/** The same for custom resources, each by where it is in its kind. */
const customTypes: CustomType[] = [
  { name: 'HTTPRouteParent', ...ofHttpRoute, at: 'spec.parentRefs[]' },
  { name: 'HTTPRouteFilter', ...ofHttpRoute, at: 'spec.rules[].filters[]' },
];

/** The text of the file: Kubernetes' types for the values, as draft-07 definitions. */
export async function definitionsText(custom = customTypes): Promise<string> {
  const customDefinitions = readCustomTypes(custom);
  const openApi = { ...readOpenApi(), ...customDefinitions };
  const closed = closedSchemas(openApi, [...roots, ...networkRoots, ...Object.keys(customDefinitions)], {
    without: {
      // A Gateway or a ListenerSet, both of the Gateway API itself.
      HTTPRouteParent: ['group'],
      Volume: inTreeVolumeSources,
      // vLLM runs on Linux.
      PodSecurityContext: ['windowsOptions'],
      SecurityContext: ['windowsOptions'],
    },
    // Only a volume's claim template has metadata here, and Kubernetes only accepts these two there.
    only: { ObjectMeta: ['annotations', 'labels'] },
  });
  const source = `k8s.io/kubernetes v${kubernetesVersion()}, api/openapi-spec/swagger.json`;
  const $comment = `Generated from ${source}. Do not edit: run \`${definitionsCommand}\`.`;
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment,
    definitions: sortKeys(tighten(closed)),
  };
  return format(JSON.stringify(schema, null, 2), { parser: 'json', printWidth: 120 });
}
