import { valueAt } from '@archon/values';
import type { ApiNeed } from './needs.ts';

interface KnownApi {
  readonly product: string;
  readonly api: string;
  readonly chart: string;
  readonly path: string;
  /** The value at the path that needs it; left out: it is always needed. */
  readonly when?: string | boolean;
  /** The value that turns the object on, where it is another one. */
  readonly enabledBy?: string;
}

/** Which values create objects of which kind that Kubernetes itself does not have. */
const known: readonly KnownApi[] = [
  {
    chart: 'archon-vllm',
    path: 'httpRoute.enabled',
    product: 'Gateway API',
    api: 'gateway.networking.k8s.io/v1/HTTPRoute',
    when: true,
  },
  ...['serviceMonitor', 'podMonitor', 'prometheusRule'].map((name) => ({
    chart: 'archon-vllm',
    path: `${name}.enabled`,
    product: 'Prometheus operator',
    api: `monitoring.coreos.com/v1/${name[0]!.toUpperCase()}${name.slice(1)}`,
    when: true,
  })),
  {
    chart: 'archon-vllm',
    path: 'autoscaling.controller',
    product: 'KEDA',
    api: 'keda.sh/v1alpha1/ScaledObject',
    when: 'KEDA',
    enabledBy: 'autoscaling.enabled',
  },
  {
    chart: 'archon-vllm',
    path: 'gpu.claimTemplate.enabled',
    product: 'dynamic resource allocation (Kubernetes 1.34)',
    api: 'resource.k8s.io/v1/ResourceClaimTemplate',
    when: true,
  },
  {
    chart: 'archon-gitops',
    path: 'engine',
    product: 'Argo CD',
    api: 'argoproj.io/v1alpha1/Application',
    when: 'argocd',
  },
  {
    chart: 'archon-gitops',
    path: 'engine',
    product: 'Flux',
    api: 'helm.toolkit.fluxcd.io/v2/HelmRelease',
    when: 'flux',
  },
  {
    chart: 'archon-gitops',
    path: 'applicationSet.enabled',
    product: 'Argo CD',
    api: 'argoproj.io/v1alpha1/ApplicationSet',
    when: true,
  },
  { chart: 'archon-ci', path: '', product: 'Tekton Pipelines', api: 'tekton.dev/v1/Pipeline' },
  {
    chart: 'archon-ci',
    path: 'webhook.enabled',
    product: 'Tekton Triggers',
    api: 'triggers.tekton.dev/v1beta1/EventListener',
    when: true,
  },
];

/** The custom resources that these values create. */
export function apisOf(chart: string, values: Readonly<Record<string, unknown>>): ApiNeed[] {
  return known
    .filter((one) => one.chart === chart && isAsked(one, values))
    .map(({ product, api, path }) => ({ product, api, path }));
}

/** Whether an HPA asks for metrics of vLLM, which an adapter serves. */
export function needsCustomMetrics(values: Readonly<Record<string, unknown>>): boolean {
  const at = (key: string): unknown => valueAt(values, ['autoscaling', key]);
  return at('enabled') === true && at('controller') === 'HPA';
}

function isAsked({ path, when, enabledBy }: KnownApi, values: Readonly<Record<string, unknown>>): boolean {
  const at = (text: string): unknown => valueAt(values, text.split('.'));
  return (when === undefined || at(path) === when) && (enabledBy === undefined || at(enabledBy) === true);
}
