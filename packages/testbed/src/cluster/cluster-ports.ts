import { type ClusterPorts, portNames } from './components.ts';
import { holdFreePort } from './ports.ts';

/** Where each part of a cluster listens, by the names that clusterComponents gives. */
const portsOfParts = {
  etcd: ['etcd', 'etcdPeer'],
  apiServer: ['api'],
  controllerManager: ['controllerManager'],
  scheduler: ['scheduler'],
  kwok: ['kwok'],
  registry: ['registry'],
} as const satisfies Record<string, (keyof ClusterPorts)[]>;

/** The ports of a cluster that starts: nobody else gets them before its own programs do. */
export interface HeldClusterPorts {
  ports: ClusterPorts;
  /** Frees the ports of a part, which is about to listen there. */
  release(part: keyof typeof portsOfParts): Promise<void>;
  releaseAll(): Promise<void>;
}

/** Takes a port for each name, but for those that are wished. */
export async function holdClusterPorts(wished: Partial<ClusterPorts> = {}): Promise<HeldClusterPorts> {
  const names = portNames.filter((name) => wished[name] === undefined);
  const held = new Map(await Promise.all(names.map(async (name) => [name, await holdFreePort()] as const)));
  const release = async (released: readonly (keyof ClusterPorts)[]) =>
    void (await Promise.all(released.map((name) => held.get(name)?.release())));
  const chosen = Object.fromEntries([...held].map(([name, { port }]) => [name, port]));
  return {
    ports: { ...chosen, ...wished } as ClusterPorts,
    release: (part) => release(portsOfParts[part]),
    releaseAll: () => release(portNames),
  };
}
