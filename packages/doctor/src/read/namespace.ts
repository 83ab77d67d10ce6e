import type { V1LimitRange, V1Namespace, V1ResourceQuota } from '@kubernetes/client-node';
import { amountsOf } from '../amounts.ts';
import type { ClusterNamespace } from '../cluster-state.ts';
import type { ApiClient } from './api-client.ts';
import { namespaced, resources } from './resources.ts';

/** The namespace with what limits the pods in it; it may not exist yet. */
export async function readNamespace(api: ApiClient, name: string): Promise<ClusterNamespace> {
  const found = await api.get<V1Namespace>(resources.namespaces, name);
  if (found === null) return { name, exists: false, labels: {}, quotas: [], limits: [] };
  const [quotas, limits] = await Promise.all([
    api.list<V1ResourceQuota>(namespaced('resourcequotas', name)),
    api.list<V1LimitRange>(namespaced('limitranges', name)),
  ]);
  return {
    name,
    ...(found && { exists: true }),
    labels: found?.metadata?.labels ?? {},
    ...(quotas && {
      quotas: quotas.map(({ metadata, spec, status }) => ({
        name: metadata!.name!,
        hard: amountsOf(status?.hard ?? spec?.hard),
        used: amountsOf(status?.used),
        scoped: (spec?.scopes ?? []).length > 0 || spec?.scopeSelector !== undefined,
      })),
    }),
    ...(limits && {
      limits: limits.flatMap(({ metadata, spec }) =>
        (spec?.limits ?? []).map((item) => ({
          name: metadata!.name!,
          type: item.type,
          max: amountsOf(item.max),
          min: amountsOf(item.min),
          default: amountsOf((item as { default?: Record<string, string> }).default),
          defaultRequest: amountsOf(item.defaultRequest),
        })),
      ),
    }),
  };
}
