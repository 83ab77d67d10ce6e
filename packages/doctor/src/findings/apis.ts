import type { ClusterState } from '../cluster-state.ts';
import type { Needs } from '../needs/needs.ts';
import type { Finding } from './finding.ts';

/** What a cluster may have for the chart's options, by a kind that tells it from others of its group. */
const products: readonly { readonly name: string; readonly group: string; readonly kind: string }[] = [
  { name: 'Gateway API', group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' },
  { name: 'Prometheus operator', group: 'monitoring.coreos.com', kind: 'ServiceMonitor' },
  { name: 'KEDA', group: 'keda.sh', kind: 'ScaledObject' },
  { name: 'Argo CD', group: 'argoproj.io', kind: 'Application' },
  { name: 'Flux', group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease' },
  { name: 'Tekton Pipelines', group: 'tekton.dev', kind: 'Pipeline' },
  { name: 'Tekton Triggers', group: 'triggers.tekton.dev', kind: 'EventListener' },
];

/** The custom resources that the values create, and which of the products that the charts work with are there. */
export function apiFindings({ apis }: ClusterState, needs: Needs): Finding[] {
  if (!apis) return [];
  const missing = needs.apis.filter(({ api }) => !apis.includes(api));
  const noMetrics = needs.customMetrics && !apis.some((api) => api.startsWith('custom.metrics.k8s.io/'));
  return [
    ...missing.map((need) => missingApi(need, apis)),
    ...(noMetrics ? [missingMetrics] : []),
    presentProducts(apis),
  ];
}

const missingMetrics: Finding = {
  severity: 'warning',
  subject: 'apis',
  path: 'autoscaling.controller',
  seen: 'The cluster does not have custom.metrics.k8s.io, where an HPA asks for the metrics of vLLM.',
  means: 'The HPA adds no pods, whatever the load is.',
  do: 'Install an adapter such as prometheus-adapter, or set autoscaling.controller to KEDA.',
};

function missingApi({ api, product, path }: Needs['apis'][number], apis: readonly string[]): Finding {
  const [group = '', version = '', kind = ''] = api.split('/');
  const others = apis.filter((one) => one.startsWith(`${group}/`) && one.endsWith(`/${kind}`));
  const served = others.map((one) => one.split('/')[1]);
  return {
    severity: 'error',
    subject: 'apis',
    ...(path !== '' && { path }),
    seen:
      served.length > 0
        ? `The cluster has ${kind} of ${group} in ${served.join(', ')}, not in ${version}.`
        : `The cluster does not have the kind ${kind} of ${group}/${version}, which ${product} brings.`,
    means: `The API server refuses the ${kind} of these values.`,
    do:
      served.length > 0 ? `Upgrade ${product}.` : `Install ${product}${path === '' ? '' : ', or turn the value off'}.`,
  };
}

function presentProducts(apis: readonly string[]): Finding {
  const found = products.flatMap(({ name, group, kind }) => {
    const versions = apis.flatMap((api) => {
      const [of, version, is] = api.split('/');
      return of === group && is === kind ? [version!] : [];
    });
    return versions.length > 0 ? [{ name, text: `${name} (${versions.join(', ')})` }] : [];
  });
  const absent = products.filter(({ name }) => !found.some((one) => one.name === name)).map(({ name }) => name);
  const has = found.length > 0 ? `The cluster has ${found.map(({ text }) => text).join(', ')}.` : '';
  const lacks = absent.length > 0 ? `It does not have ${absent.join(', ')}.` : '';
  return {
    severity: 'info',
    subject: 'apis',
    seen: [has, has === '' ? lacks.replace('It', 'The cluster') : lacks].filter(Boolean).join(' '),
  };
}
