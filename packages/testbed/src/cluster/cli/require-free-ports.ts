import { ToolError } from '../../process/tool-error.ts';
import type { ClusterPorts } from '../components.ts';
import { portOwner } from '../port-owner.ts';
import { whyNotFree } from '../ports.ts';

/** Throws for ports that are taken, with the process that listens there. Called before anything starts. */
export async function requireFreePorts(requested: Partial<ClusterPorts>): Promise<void> {
  for (const [name, port] of Object.entries(requested)) {
    const option = name === 'api' ? '--port' : '--registry-port';
    const reason = await whyNotFree(port);
    if (reason === 'EADDRINUSE') {
      const owner = portOwner(port) ?? 'a process of another user';
      throw new ToolError(
        `${option} ${port}: the port is used by ${owner}. Stop it, or choose another port. Without ${option}, a free port is chosen.`,
      );
    }
    if (reason === 'EACCES')
      throw new ToolError(`${option} ${port}: this user may not listen there. Any user may from port 1024 on.`);
    if (reason !== undefined) throw new ToolError(`${option} ${port}: cannot listen there (${reason}).`);
  }
}
