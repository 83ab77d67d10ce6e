import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { type ClusterPorts, portNames } from './components.ts';

// Below the range from which Linux and macOS give ports to clients, so that no outgoing connection takes one meanwhile.
const [lowest, highest] = [20_000, 32_000];

/** Free ports of 127.0.0.1, all different. Random, so that parallel clusters do not collide. */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, holdFreePort));
  await Promise.all(held.map(({ release }) => release()));
  return held.map(({ port }) => port);
}

/** The system's error code for listening on a port of 127.0.0.1; undefined when it is free. */
export async function whyNotFree(port: number): Promise<string | undefined> {
  const server = await listen(port);
  if (typeof server === 'string') return server;
  await close(server);
  return undefined;
}

/** A port that is reserved until it is released. */
export interface HeldPort {
  port: number;
  release(): Promise<void>;
}

/** Reserves a free port; otherwise two clusters that start together might choose the same one. */
export async function holdFreePort(): Promise<HeldPort> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    const server = await listen(port);
    if (typeof server !== 'string') return { port, release: () => close(server) };
  }
}

async function listen(port: number): Promise<Server | string> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.unref();
    return server;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}

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
