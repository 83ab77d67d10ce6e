import { randomBytes } from 'node:crypto';
import { inject, onTestFinished } from 'vitest';
import type { HelmMajor } from '../../helm/helm-command.ts';
import { HelmClient } from '../../helm/helm-client.ts';
import type { ClusterPorts } from '../components.ts';
import { Kubectl } from '../kubectl.ts';

declare module 'vitest' {
  interface ProvidedContext {
    kubeconfig: string;
    ports: ClusterPorts;
  }
}

/** kubectl for the cluster of the global setup. */
export const kubectl = new Kubectl(inject('kubeconfig'));

/** Both Helms for that cluster. */
export const helms: Record<HelmMajor, HelmClient> = {
  3: new HelmClient(inject('kubeconfig'), 3),
  4: new HelmClient(inject('kubeconfig'), 4),
};

/**
 * Makes a namespace for the test that calls it, and removes it with all it holds when the test ends. A concurrent test
 * passes the `onTestFinished` of its own context, because vitest cannot tell which test calls it.
 */
export async function createNamespace(
  labels: Record<string, string> = {},
  onFinished = onTestFinished,
): Promise<string> {
  const name = `test-${randomBytes(4).toString('hex')}`;
  await kubectl.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  onFinished(async () => void (await kubectl.run(['delete', 'namespace', name, '--wait=false'])));
  return name;
}
