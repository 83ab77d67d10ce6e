import { once } from 'node:events';
import { createServer } from 'node:net';

// Below the range from which Linux and macOS give ports to clients, so that no outgoing connection takes one meanwhile.
const [lowest, highest] = [20_000, 32_000];

/** Ports of 127.0.0.1 that nobody listens on now, all different. Random, so that parallel clusters do not meet. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

/** Whether one can listen on a port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
