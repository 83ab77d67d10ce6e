import { type ClusterPorts, portNames } from './components.ts';
import { holdFreePort } from './ports.ts';

/** The ports of each part of a cluster, by the names of clusterComponents. */
const portsOfParts = {
  etcd: ['etcd', 'etcdPeer'],
  apiServer: ['api'],
  controllerManager: ['controllerManager'],
  scheduler: ['scheduler'],
  kwok: ['kwok'],
  registry: ['registry'],
} as const satisfies Record<string, (keyof ClusterPorts)[]>;

/** The ports of a cluster that starts, reserved until its own programs listen there. */
export interface HeldClusterPorts {
  ports: ClusterPorts;
  /** Frees the ports of a part, which is about to listen there. */
  release(part: keyof typeof portsOfParts): Promise<void>;
  releaseAll(): Promise<void>;
}

/** Reserves a port for each name, except those that were requested. */
export async function holdClusterPorts(requested: Partial<ClusterPorts> = {}): Promise<HeldClusterPorts> {
  const names = portNames.filter((name) => requested[name] === undefined);
  const held = new Map(await Promise.all(names.map(async (name) => [name, await holdFreePort()] as const)));
  const release = async (released: readonly (keyof ClusterPorts)[]) =>
    void (await Promise.all(released.map((name) => held.get(name)?.release())));
  const chosen = Object.fromEntries([...held].map(([name, { port }]) => [name, port]));
  return {
    ports: { ...chosen, ...requested } as ClusterPorts,
    release: (part) => release(portsOfParts[part]),
    releaseAll: () => release(portNames),
  };
}
