import { join } from 'node:path';
import type { SupervisedProcess } from '../cluster/supervisor.ts';
import { resolveTool } from '../go/go-tools.ts';
import type { tektonRecipes } from './recipes.ts';

/** The namespace of Tekton itself. */
export const tektonNamespace = 'tekton-pipelines';

/** Where the API server finds Tekton's webhooks, by the names of their Services. The last port is a constant of Triggers. */
export const webhookPorts = {
  'tekton-pipelines-webhook': 9443,
  'tekton-triggers-webhook': 10443,
  'tekton-triggers-core-interceptors': 8443,
} as const;

/** The images that the controllers write into pods. No pod runs here. */
const image = (name: string): string => `tekton.example.com/${name}:1`;

/** How the parts of Tekton are started. Each listens on every interface, which nothing can change. */
export function tektonComponents(folder: string, kubeconfig: string): SupervisedProcess[] {
  const part = (
    tool: keyof typeof tektonRecipes,
    metrics: number,
    env: Record<string, string>,
    ...args: string[]
  ): SupervisedProcess => ({
    name: tool,
    args: [resolveTool(tool), `-kubeconfig=${kubeconfig}`, ...args],
    log: join(folder, `${tool}.log`),
    cwd: folder,
    env: {
      PATH: '/usr/bin:/bin',
      HOME: folder,
      SYSTEM_NAMESPACE: tektonNamespace,
      METRICS_PROMETHEUS_PORT: String(metrics),
      ...env,
    },
  });
  const pipelines = {
    METRICS_DOMAIN: 'tekton.dev/pipeline',
    CONFIG_LOGGING_NAME: 'config-logging',
    CONFIG_OBSERVABILITY_NAME: 'config-observability',
    CONFIG_FEATURE_FLAGS_NAME: 'feature-flags',
  };
  const triggers = {
    METRICS_DOMAIN: 'tekton.dev/triggers',
    CONFIG_LOGGING_NAME: 'config-logging-triggers',
    CONFIG_OBSERVABILITY_NAME: 'config-observability-triggers',
  };
  return [
    part('tekton-pipelines-webhook', 9091, {
      ...pipelines,
      CONFIG_LEADERELECTION_NAME: 'config-leader-election-webhook',
      WEBHOOK_PORT: String(webhookPorts['tekton-pipelines-webhook']),
      PROBES_PORT: '8081',
      WEBHOOK_ADMISSION_CONTROLLER_NAME: 'webhook.pipeline.tekton.dev',
      WEBHOOK_SERVICE_NAME: 'tekton-pipelines-webhook',
      WEBHOOK_SECRET_NAME: 'webhook-certs',
    }),
    part('tekton-triggers-webhook', 9092, {
      ...triggers,
      CONFIG_LEADERELECTION_NAME: 'config-leader-election-triggers-webhook',
      WEBHOOK_PORT: String(webhookPorts['tekton-triggers-webhook']),
      PROBES_PORT: '8082',
      WEBHOOK_SERVICE_NAME: 'tekton-triggers-webhook',
      WEBHOOK_SECRET_NAME: 'triggers-webhook-certs',
    }),
    part('tekton-triggers-interceptors', 9094, {
      ...triggers,
      INTERCEPTOR_TLS_SVC_NAME: 'tekton-triggers-core-interceptors',
      INTERCEPTOR_TLS_SECRET_NAME: 'tekton-triggers-core-interceptors-certs',
    }),
    part(
      'tekton-pipelines-controller',
      9090,
      {
        ...pipelines,
        CONFIG_DEFAULTS_NAME: 'config-defaults',
        CONFIG_LEADERELECTION_NAME: 'config-leader-election-controller',
        CONFIG_SPIRE: 'config-spire',
        PROBES_PORT: '8083',
      },
      ...['entrypoint', 'nop', 'sidecarlogresults', 'workingdirinit', 'shell', 'shell-image-win'].map(
        (name) => `-${name.endsWith('win') ? name : `${name}-image`}=${image(name)}`,
      ),
    ),
    part(
      'tekton-triggers-controller',
      9093,
      {
        ...triggers,
        CONFIG_DEFAULTS_NAME: 'config-defaults-triggers',
        CONFIG_LEADERELECTION_NAME: 'config-leader-election-triggers-controllers',
        PROBES_PORT: '8084',
      },
      `-el-image=${image('eventlistener')}`,
      '-el-port=8080',
      '-el-security-context=true',
      '-el-read-only-root-filesystem=true',
    ),
  ];
}

/** The process of an EventListener, which is a pod in a cluster that runs pods. */
export function listenerComponent(
  folder: string,
  {
    kubeconfig,
    namespace,
    name,
    port,
    metrics,
  }: Record<'kubeconfig' | 'namespace' | 'name', string> & { port: number; metrics: number },
): SupervisedProcess {
  const tool = 'tekton-triggers-eventlistener';
  const own = [`--el-name=${name}`, `--el-namespace=${namespace}`, `--port=${port}`];
  return {
    name: `${tool}-${namespace}`,
    args: [resolveTool(tool), `-kubeconfig=${kubeconfig}`, ...own, '--is-multi-ns=false', '--payload-validation=true'],
    log: join(folder, `${tool}-${namespace}.log`),
    cwd: folder,
    env: {
      PATH: '/usr/bin:/bin',
      HOME: folder,
      SYSTEM_NAMESPACE: tektonNamespace,
      NAMESPACE: namespace,
      NAME: name,
      EL_EVENT: 'disable',
      K_SINK_TIMEOUT: '30',
      METRICS_PROMETHEUS_PORT: String(metrics),
    },
  };
}
