import { ToolError } from '../../process/tool-error.ts';
import type { ClusterPorts } from '../components.ts';
import { portOwner } from '../port-owner.ts';
import { whyNotFree } from '../ports.ts';

/** Refuses ports on which one cannot listen, with the name of who does. Before anything is started. */
export async function demandFreePorts(wished: Partial<ClusterPorts>): Promise<void> {
  for (const [name, port] of Object.entries(wished)) {
    const option = name === 'api' ? '--port' : '--registry-port';
    const reason = await whyNotFree(port);
    if (reason === 'EADDRINUSE') {
      const owner = portOwner(port) ?? 'a process that this user may not see';
      throw new ToolError(
        `${option} ${port}: the port is taken by ${owner}. End that, or choose another port; without ${option}, a free one is chosen.`,
      );
    }
    if (reason === 'EACCES')
      throw new ToolError(`${option} ${port}: this user may not listen there; from 1024 on, everybody may.`);
    if (reason !== undefined) throw new ToolError(`${option} ${port}: one cannot listen there (${reason}).`);
  }
}
