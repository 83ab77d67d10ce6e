import type { KubernetesObject } from '@archon/testbed/parse-objects';

/** What the Prometheus operator makes of a label's name. */
const sanitized = (label: string): string => label.replaceAll(/[^a-zA-Z0-9_]/g, '_');

interface Relabeling {
  source_labels?: string[];
  regex?: string;
  target_label?: string;
  replacement?: string;
  action?: string;
}

/**
 * What the Prometheus operator makes of a ServiceMonitor: which addresses behind which Services Prometheus reads, and how
 * they are called. No pod of a fake node listens: with a listener all are read from that address, which is told the pod's name.
 */
export function scrapeConfig(monitor: KubernetesObject, kubeconfig: string, listener?: string): object {
  const { namespaceSelector, selector, endpoints } = monitor.spec;
  const [{ port, path, interval }] = endpoints as [{ port: string; path: string; interval?: string }];
  const keep = (label: string, regex: string): Relabeling => ({ source_labels: [label], regex, action: 'keep' });
  const copy = (label: string, target_label: string): Relabeling => ({ source_labels: [label], target_label });
  const relabel_configs: Relabeling[] = [
    ...Object.entries(selector.matchLabels as Record<string, string>).map(([label, value]) =>
      keep(`__meta_kubernetes_service_label_${sanitized(label)}`, value),
    ),
    keep('__meta_kubernetes_endpointslice_port_name', port),
    copy('__meta_kubernetes_namespace', 'namespace'),
    copy('__meta_kubernetes_service_name', 'service'),
    copy('__meta_kubernetes_pod_name', 'pod'),
    copy('__meta_kubernetes_pod_container_name', 'container'),
    { source_labels: ['__meta_kubernetes_pod_phase'], regex: '(Failed|Succeeded)', action: 'drop' },
    copy('__meta_kubernetes_service_name', 'job'),
    { target_label: 'endpoint', replacement: port },
    ...(listener === undefined ? [] : readFrom(listener)),
  ];
  return {
    job_name: monitor.metadata.name,
    metrics_path: path,
    ...(interval !== undefined && { scrape_interval: interval }),
    kubernetes_sd_configs: [
      { role: 'endpointslice', kubeconfig_file: kubeconfig, namespaces: { names: namespaceSelector.matchNames } },
    ],
    relabel_configs,
  };
}

const readFrom = (listener: string): Relabeling[] => [
  { source_labels: ['__meta_kubernetes_pod_name'], target_label: '__param_pod' },
  { source_labels: ['__address__'], target_label: 'instance' },
  { target_label: '__address__', replacement: listener },
];
