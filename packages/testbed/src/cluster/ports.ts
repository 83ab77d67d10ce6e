import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

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
