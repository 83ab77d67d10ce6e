import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Supervisor } from '../cluster/supervisor.ts';
import { gatewayPrograms } from './gateway-programs.ts';

/** A route of Envoy, as its controllers make it of a rule of an HTTPRoute. */
interface EnvoyRoute {
  host: string;
  prefix: string;
  /** `timeouts.request` of the rule; undefined leaves it to Envoy, which ends an answer after 15 seconds. */
  timeout: string | undefined;
}

interface EnvoyOptions {
  /** For its configuration and log. */
  folder: string;
  /** The port of 127.0.0.1 on which it listens. */
  port: number;
  /** Where all routes lead. */
  backend: { address: string; port: number };
  routes: readonly EnvoyRoute[];
}

const type = (name: string) => ({ '@type': `type.googleapis.com/envoy.extensions.filters.${name}` });
const socket = (address: string, port_value: number) => ({ socket_address: { address, port_value } });

/** Starts Envoy with routes that it does not get from a controller: none that is a program is to be had. */
export async function startEnvoy(supervisor: Supervisor, options: EnvoyOptions): Promise<void> {
  const { folder } = options;
  const file = join(folder, 'envoy.json');
  writeFileSync(file, JSON.stringify(configuration(options)));
  await supervisor.start({
    name: 'envoy',
    // A base id of its own: two Envoys of a machine share memory otherwise.
    args: [gatewayPrograms().envoy, '--config-path', file, '--concurrency', '1', '--use-dynamic-base-id'],
    log: join(folder, 'envoy.log'),
    cwd: folder,
    env: { HOME: folder, PATH: '/usr/bin:/bin' },
  });
}

function configuration({ port, backend, routes }: EnvoyOptions): object {
  const manager = {
    ...type('network.http_connection_manager.v3.HttpConnectionManager'),
    stat_prefix: 'gateway',
    http_filters: [{ name: 'envoy.filters.http.router', typed_config: type('http.router.v3.Router') }],
    route_config: {
      virtual_hosts: routes.map(({ host, prefix, timeout }) => ({
        name: host,
        domains: [host],
        routes: [
          {
            match: { path_separated_prefix: prefix },
            route: { cluster: 'vllm', ...(timeout !== undefined && { timeout }) },
          },
        ],
      })),
    },
  };
  const endpoint = { endpoint: { address: socket(backend.address, backend.port) } };
  return {
    static_resources: {
      listeners: [
        {
          address: socket('127.0.0.1', port),
          filter_chains: [
            { filters: [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager }] },
          ],
        },
      ],
      clusters: [
        {
          name: 'vllm',
          type: 'STATIC',
          load_assignment: { cluster_name: 'vllm', endpoints: [{ lb_endpoints: [endpoint] }] },
        },
      ],
    },
  };
}
