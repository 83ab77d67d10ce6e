import { join } from 'node:path';
import type { SupervisedProcess } from '../cluster/supervisor.ts';

/** The ports of an Argo CD; only the metrics of the controller listen beyond 127.0.0.1. */
export interface ArgoCdPorts {
  redis: number;
  repoServer: number;
  repoServerMetrics: number;
  controllerMetrics: number;
  applicationSets: number;
  applicationSetMetrics: number;
  applicationSetWebhook: number;
}

/** The namespace of Argo CD and of its Applications, where a test does not choose another one. */
export const argoCdNamespace = 'argocd';

/**
 * How the parts of Argo CD are started; `bin` contains the helm that it calls. Without a kubeconfig they use the service
 * account of their pod.
 */
export function argoCdComponents(
  folder: string,
  ports: ArgoCdPorts,
  {
    argocd,
    redis,
    bin,
    kubeconfig,
    namespace,
  }: Record<'argocd' | 'redis' | 'bin' | 'namespace', string> & { kubeconfig?: string },
) {
  const ofCluster = kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`];
  const redisAddress = `127.0.0.1:${ports.redis}`;
  const part = (name: string, program: string, ...args: string[]): SupervisedProcess => ({
    name,
    args: [program, ...args],
    log: join(folder, `${name}.log`),
    cwd: folder,
    env: {
      ARGOCD_BINARY_NAME: name,
      HOME: folder,
      // Checkouts and unpacked charts.
      TMPDIR: folder,
      PATH: `${bin}:${process.env.PATH}`,
      // Instead of the cluster that Argo CD runs in, it uses that of KUBECONFIG.
      ...(kubeconfig !== undefined && { KUBECONFIG: kubeconfig, ARGOCD_FAKE_IN_CLUSTER: 'true' }),
      ARGOCD_TLS_DATA_PATH: join(folder, 'tls'),
      ARGOCD_SSH_DATA_PATH: join(folder, 'ssh'),
      ARGOCD_ASK_PASS_SOCK: join(folder, 'ask-pass.sock'),
      ARGOCD_GPG_ENABLED: 'false',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
    },
  });
  return {
    redis: part('argocd-redis', redis, `--address=${redisAddress}`),
    repoServer: part(
      'argocd-repo-server',
      argocd,
      '--address=127.0.0.1',
      `--port=${ports.repoServer}`,
      '--metrics-address=127.0.0.1',
      `--metrics-port=${ports.repoServerMetrics}`,
      `--redis=${redisAddress}`,
      '--disable-tls',
      '--client-ca-path=',
      // A refresh sees a new commit, instead of a cached one of up to three minutes.
      '--revision-cache-expiration=1s',
    ),
    controller: part(
      'argocd-application-controller',
      argocd,
      ...ofCluster,
      `--namespace=${namespace}`,
      `--metrics-port=${ports.controllerMetrics}`,
      `--repo-server=127.0.0.1:${ports.repoServer}`,
      '--repo-server-plaintext',
      `--redis=${redisAddress}`,
      // How often it polls for commits; by default every two to three minutes.
      '--app-resync=5',
      '--app-resync-jitter=0',
      // A chart that does not render is reported immediately, not after three minutes of the last good state.
      '--repo-error-grace-period-seconds=0',
    ),
    applicationSets: part(
      'argocd-applicationset-controller',
      argocd,
      ...ofCluster,
      `--namespace=${namespace}`,
      `--probe-addr=127.0.0.1:${ports.applicationSets}`,
      `--metrics-addr=127.0.0.1:${ports.applicationSetMetrics}`,
      `--webhook-addr=127.0.0.1:${ports.applicationSetWebhook}`,
      `--argocd-repo-server=127.0.0.1:${ports.repoServer}`,
      '--repo-server-plaintext',
    ),
  };
}
