import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { nearest } from '@archon/values/nearest';
import { ArchonError } from '@archon/values/problem';

/** Which cluster, as kubectl is told. */
export interface ClusterOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/**
 * The kubeconfig that kubectl would use: the named file, `$KUBECONFIG`, `~/.kube/config`, or the service account of the pod.
 * Throws ArchonError where there is none, it does not parse or it has no such context.
 */
export function loadKubeConfig(
  { kubeconfig, context }: ClusterOptions,
  env: NodeJS.ProcessEnv = process.env,
): KubeConfig {
  const config = new KubeConfig();
  const files = kubeconfig === undefined ? defaultFiles(env) : [kubeconfig];
  if (files.length === 0) loadPodAccount(config, env);
  files.forEach((file, index) => {
    const one = index === 0 ? config : new KubeConfig();
    loadFile(one, file);
    if (index > 0) config.mergeConfig(one);
  });
  const source = files.join(delimiter) || 'service account';
  useContext(config, context, source);
  return config;
}

function defaultFiles(env: NodeJS.ProcessEnv): string[] {
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  // as for kubectl, a file of the list may be missing as long as one is there
  if (listed.length > 0) return listed.some(existsSync) ? listed.filter(existsSync) : listed.slice(0, 1);
  const own = join(env['HOME'] ?? homedir(), '.kube', 'config');
  return existsSync(own) ? [own] : [];
}

function loadPodAccount(config: KubeConfig, env: NodeJS.ProcessEnv): void {
  if (env['KUBERNETES_SERVICE_HOST']) return config.loadFromCluster();
  throw new ArchonError([
    {
      path: '--kubeconfig',
      message: 'There is no kubeconfig: KUBECONFIG is not set, and ~/.kube/config does not exist.',
      hint: 'Name it: --kubeconfig <file>. On k3s it is /etc/rancher/k3s/k3s.yaml.',
    },
  ]);
}

function loadFile(config: KubeConfig, file: string): void {
  try {
    config.loadFromFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const [first = ''] = message.split('\n');
    throw new ArchonError([
      code === 'ENOENT'
        ? { file, message: 'The kubeconfig does not exist.', hint: 'Name another: --kubeconfig <file>.' }
        : { file, message: `The kubeconfig cannot be read: ${first.replace(/\.?$/, '.')}` },
    ]);
  }
}

function useContext(config: KubeConfig, context: string | undefined, file: string): void {
  const names = config.getContexts().map(({ name }) => name);
  const list = names.length > 0 ? `Contexts: ${names.join(', ')}.` : 'It has no contexts.';
  if (context !== undefined) {
    if (!names.includes(context)) {
      const near = nearest(context, names);
      const hint = near === undefined ? list : `Did you mean "${near}"? ${list}`;
      throw new ArchonError([{ file, path: '--context', message: `There is no context "${context}".`, hint }]);
    }
    config.setCurrentContext(context);
  }
  const current = config.getCurrentContext();
  if (!current)
    throw new ArchonError([
      { file, message: 'The kubeconfig names no current context.', hint: `Set --context. ${list}` },
    ]);
  if (!config.getContextObject(current))
    throw new ArchonError([
      { file, message: `The current context "${current}" is not in the kubeconfig.`, hint: `Set --context. ${list}` },
    ]);
  const cluster = config.getCurrentCluster();
  if (!cluster?.server)
    throw new ArchonError([
      { file, message: `The context "${current}" names a cluster that the kubeconfig does not have.` },
    ]);
  if (!/^https?:\/\//.test(cluster.server) || !URL.canParse(cluster.server))
    throw new ArchonError([
      {
        file,
        message: `The server of the cluster "${cluster.name}" is not an address: ${JSON.stringify(cluster.server)}.`,
        hint: 'It begins with https://, as https://10.0.0.1:6443.',
      },
    ]);
}
