import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Kubectl } from '../cluster/kubectl.ts';
import type { Supervisor } from '../cluster/supervisor.ts';
import { definitionFiles, sources } from '../kubernetes/custom-resources/sources.ts';
import { gatewayPrograms } from './gateway-programs.ts';

interface Kubeconfig {
  clusters: { cluster: { server: string; 'certificate-authority': string } }[];
  users: { user: { token: string } }[];
}

interface TraefikOptions {
  /** For its log. */
  folder: string;
  kubeconfig: string;
  /** Ports of 127.0.0.1: for Ingresses of the class nginx, and for the listener of a Gateway, whose port is the same. */
  ports: { ingress: number; gateway: number };
  /** Silence after which an answer is cut where the Ingress says nothing, in seconds; Traefik's own default is 60. */
  readTimeoutSeconds?: number;
}

/** Starts Traefik as the Ingress controller of the class nginx, with its annotations, and as a controller of Gateways. */
export async function startTraefik(
  supervisor: Supervisor,
  { folder, kubeconfig, ports, readTimeoutSeconds = 60 }: TraefikOptions,
): Promise<void> {
  // Traefik waits for every kind of the Gateway API, and a cluster has three of them.
  const definitions = definitionFiles(sources.gatewayApi).map((file) => `--filename=${file}`);
  await new Kubectl(kubeconfig).do(['apply', '--server-side', ...definitions]);
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8')) as Kubeconfig;
  const { server, 'certificate-authority': authority } = clusters[0]!.cluster;
  const connect = (provider: string) =>
    [`endpoint=${server}`, `token=${users[0]!.user.token}`, `certauthfilepath=${authority}`].map(
      (option) => `--providers.${provider}.${option}`,
    );
  await supervisor.start({
    name: 'traefik',
    args: [
      gatewayPrograms().traefik,
      `--entrypoints.web.address=127.0.0.1:${ports.ingress}`,
      `--entrypoints.gateway.address=127.0.0.1:${ports.gateway}`,
      '--log.level=INFO',
      '--global.checknewversion=false',
      '--global.sendanonymoususage=false',
      '--providers.kubernetesingressnginx=true',
      ...connect('kubernetesingressnginx'),
      '--providers.kubernetesingressnginx.httpentrypoint=web',
      `--providers.kubernetesingressnginx.proxyreadtimeout=${readTimeoutSeconds}`,
      '--providers.kubernetesgateway=true',
      ...connect('kubernetesgateway'),
    ],
    log: join(folder, 'traefik.log'),
    cwd: folder,
    env: { HOME: folder, PATH: '/usr/bin:/bin' },
  });
}
