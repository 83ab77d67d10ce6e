import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { Kubectl } from '../cluster/kubectl.ts';
import { freePorts } from '../cluster/ports.ts';
import { Supervisor } from '../cluster/supervisor.ts';
import { answers, until } from '../cluster/until.ts';
import type { KubernetesObject } from '../kubernetes/parse-objects.ts';
import { listenerComponent, tektonComponents, tektonNamespace, webhookPorts } from './components.ts';
import { applyTekton, withSecurityContexts } from './install-tekton.ts';
import { tektonObjects } from './module-files.ts';

/** A running Tekton: Pipelines and Triggers. */
export interface Tekton {
  kubectl: Kubectl;
  /** Runs an EventListener with the rights of its service account; the address at which it answers. */
  listen(namespace: string, name: string): Promise<string>;
  /** Why the interceptors have stopped requests, in their order. The answer to a request never says it. */
  refusals(): string[];
  /** Stops all processes and removes what they have written. */
  stop(): Promise<void>;
}

/**
 * Starts the controllers, webhooks and interceptors of Tekton as processes for a cluster that runs no pods. They listen on
 * every interface, so this is for a private network only.
 */
export async function startTekton(folder: string, kubeconfig: string): Promise<Tekton> {
  mkdirSync(folder, { recursive: true });
  const kubectl = new Kubectl(kubeconfig);
  const supervisor = await Supervisor.launch({ within: withNames(folder, Object.keys(webhookPorts)) });
  const stop = async () => {
    await supervisor.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const objects = tektonObjects().filter(({ kind }) => kind !== 'Deployment');
    await applyTekton(kubectl, objects.map(withSecurityContexts).map(forProcesses));
    const parts = tektonComponents(folder, kubeconfig);
    for (const part of parts) await supervisor.start(part);
    await untilReady(kubectl, supervisor);
    const listen = (namespace: string, name: string) => startListener({ folder, kubectl, supervisor }, namespace, name);
    const { log } = parts.find(({ name }) => name === 'tekton-triggers-interceptors')!;
    return { kubectl, listen, refusals: () => refusalsIn(readFileSync(log, 'utf8')), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A command whose processes find Services of Tekton by name on this machine: no DNS does. */
function withNames(folder: string, services: string[]): string[] {
  const hosts = join(folder, 'hosts');
  const names = services.map((service) => `127.0.0.1 ${service}.${tektonNamespace}.svc`);
  writeFileSync(hosts, ['127.0.0.1 localhost', ...names, ''].join('\n'));
  return ['unshare', '--mount', 'sh', '-c', 'mount --bind "$0" /etc/hosts && exec "$@"', hosts];
}

/** An object of an installation, for processes of this machine instead of pods. */
function forProcesses(object: KubernetesObject): KubernetesObject {
  const { kind, spec } = object;
  // The API server resolves the name of such a Service by itself, and takes the port from the webhook.
  if (kind === 'Service') return { ...object, spec: { type: 'ExternalName', externalName: 'localhost' } };
  const clients = [...(object.webhooks ?? []), spec?.conversion?.webhook].flatMap((one) => one?.clientConfig ?? []);
  for (const { service } of clients) service.port = webhookPorts[service.name as keyof typeof webhookPorts];
  return object;
}

const refusalsIn = (log: string): string[] =>
  [...log.matchAll(/Continue:false Status:\{Code:\w+ Message:(.*?)\}\}"/g)].map(([, message]) => message!);

/** The webhooks and the interceptors write their certificates into the cluster when they serve. */
function untilReady(kubectl: Kubectl, supervisor: Supervisor): Promise<void> {
  const kinds = 'validatingwebhookconfigurations,mutatingwebhookconfigurations,clusterinterceptors.triggers.tekton.dev';
  return until(supervisor, { failure: "Tekton's webhooks have no certificates", everyMs: 200 }, async () => {
    const { items } = await kubectl.get<{ items: KubernetesObject[] }>(kinds);
    const clients = items.flatMap(({ webhooks = [], spec }) =>
      [spec, ...webhooks].flatMap((one) => one?.clientConfig ?? []),
    );
    return clients.every(({ caBundle }: { caBundle?: string }) => caBundle);
  });
}

async function startListener(
  { folder, kubectl, supervisor }: { folder: string; kubectl: Kubectl; supervisor: Supervisor },
  namespace: string,
  name: string,
): Promise<string> {
  const { spec } = await kubectl.get<KubernetesObject>('eventlistener', name, `--namespace=${namespace}`);
  const [port = 0, metrics = 0] = await freePorts(2);
  const kubeconfig = join(folder, `${namespace}.kubeconfig`);
  const token = await kubectl.do(['create', 'token', spec.serviceAccountName, `--namespace=${namespace}`]);
  writeFileSync(kubeconfig, asAccount(kubectl.kubeconfig, token.trim()), { mode: 0o600 });
  const part = listenerComponent(folder, { kubeconfig, namespace, name, port, metrics });
  await supervisor.start(part);
  const url = `http://127.0.0.1:${port}`;
  await until(supervisor, { failure: `The EventListener ${name} does not answer` }, () => answers(`${url}/live`));
  return url;
}

/** A kubeconfig for the same cluster, with another token. */
function asAccount(file: string, token: string): string {
  const config = parse(readFileSync(file, 'utf8')) as { users: { user: object }[] };
  return stringify({ ...config, users: config.users.map((user) => ({ ...user, user: { token } })) });
}
