import type { ClusterState } from '../cluster-state.ts';
import type { Needs } from '../needs/needs.ts';
import { ApiClient } from './api-client.ts';
import { readApis } from './apis.ts';
import { readClasses } from './classes.ts';
import { loadKubeConfig, type ClusterOptions } from './kube-config.ts';
import { readNamedObjects } from './named-objects.ts';
import { readNamespace } from './namespace.ts';
import { readNodes, readPods } from './nodes.ts';

export interface ReadOptions extends ClusterOptions {
  /** Left out: that of the context, or `default`. */
  readonly namespace?: string;
}

/**
 * Reads what the needs of values depend on. What the user may not read is left out, and is in `missingRights`.
 * Throws ArchonError where the cluster cannot be asked at all.
 */
export async function readCluster(options: ReadOptions, needs: Needs): Promise<ClusterState> {
  const config = loadKubeConfig(options);
  const api = new ApiClient(config);
  const context = config.getCurrentContext();
  const name = options.namespace ?? config.getContextObject(context)?.namespace ?? 'default';
  // alone and first: where this fails, all would
  const version = await api.document<{ gitVersion: string }>('/version');
  const [apis, nodes, pods, classes, namespace, objects] = await Promise.all([
    readApis(api),
    readNodes(api),
    readPods(api),
    readClasses(api),
    readNamespace(api, name),
    readNamedObjects(api, needs, name),
  ]);
  return {
    server: { version: version?.gitVersion ?? '', address: api.address, context },
    ...(apis && { apis }),
    ...(nodes && { nodes }),
    ...(pods && { pods }),
    ...classes,
    namespace,
    objects,
    missingRights: api.missingRights,
  };
}
