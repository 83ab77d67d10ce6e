import { kubectl } from '@archon/testbed/testing/test-cluster';
import type { KubernetesObject } from '@archon/testbed/parse-objects';

/** What a chart renders, as text and as objects. */
export interface Rendered {
  manifest: string;
  objects: KubernetesObject[];
}

/**
 * The errors and warnings of the API server about renders, by name, when they are applied to a namespace as a dry run. A
 * render without any is not in the result. Field names are checked strictly.
 */
export async function serverComplaints(
  namespace: string,
  renders: Record<string, Rendered>,
): Promise<Record<string, string>> {
  await createServiceAccounts(namespace, Object.values(renders));
  const all = Object.values(renders).map(({ manifest }) => manifest);
  // All together is much faster; one by one shows which render a complaint is about.
  if (all.length > 1 && !(await complaintOf(namespace, all.join('\n---\n')))) return {};
  const complaints: Record<string, string> = {};
  for (const [name, { manifest }] of Object.entries(renders)) {
    const complaint = await complaintOf(namespace, manifest);
    if (complaint) complaints[name] = complaint;
  }
  return complaints;
}

async function complaintOf(namespace: string, manifest: string): Promise<string> {
  const dryRun = ['apply', '--server-side', '--dry-run=server', '--validate=strict', '--namespace', namespace];
  const { code, stderr } = await kubectl.run([...dryRun, '--filename=-'], manifest);
  return code === 0 ? stderr : `${stderr}\nexit code ${code}`;
}

/** A pod is refused while its service account is missing, and a dry run makes none. */
async function createServiceAccounts(namespace: string, renders: Rendered[]): Promise<void> {
  const pods = renders.flatMap(({ objects }) => objects.filter(({ kind }) => kind === 'Pod'));
  const names = new Set<string>(pods.map(({ spec }) => spec.serviceAccountName ?? 'default'));
  names.delete('default');
  const accounts = [...names].map((name) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
  }));
  if (accounts.length > 0) await kubectl.apply(...accounts);
}
