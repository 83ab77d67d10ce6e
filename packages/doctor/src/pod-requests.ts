import { highest, sum } from './amounts.ts';
import type { Amounts } from './cluster-state.ts';

/** The amounts of one container, with what Kubernetes fills in: a limit counts as the request too. */
interface ContainerAmounts {
  readonly amounts: Amounts;
  /** An init container that goes on running next to the others. */
  readonly sidecar?: boolean;
}

/**
 * What a pod takes, as Kubernetes counts it: its containers and sidecars together, or an init container with the sidecars
 * started before it, where that is more.
 */
export function podAmounts(
  containers: readonly ContainerAmounts[],
  initContainers: readonly ContainerAmounts[],
  overhead: Amounts = {},
): Amounts {
  const sidecars: Amounts[] = [];
  const starts: Amounts[] = [];
  for (const { amounts, sidecar } of initContainers) {
    starts.push(sum([...sidecars, amounts]));
    if (sidecar) sidecars.push(amounts);
  }
  const running = sum([...sidecars, ...containers.map(({ amounts }) => amounts)]);
  return sum([highest([running, ...starts]), overhead]);
}
