import type { Kubectl } from '../cluster/kubectl.ts';
import { argoCdFiles } from './module-files.ts';

/** The objects that Argo CD reads: its CRDs, the settings of a default installation and the project `default`. */
export async function applyArgoCdObjects(kubectl: Kubectl, namespace: string): Promise<void> {
  const inNamespace = `--namespace=${namespace}`;
  await kubectl.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const manifests = argoCdFiles().manifests.map((file) => `--filename=${file}`);
  await kubectl.do(['apply', '--server-side', inNamespace, ...manifests]);
  const crds = ['applications', 'applicationsets', 'appprojects'].map((name) => `crds/${name}.argoproj.io`);
  // A definition that is just created has no conditions yet, and then waiting for one fails.
  const kinds = ['Application', 'ApplicationSet', 'AppProject'];
  for (const [index, kind] of kinds.entries())
    await kubectl.do(['wait', crds[index]!, `--for=jsonpath={.status.acceptedNames.kind}=${kind}`, '--timeout=180s']);
  await kubectl.do(['wait', ...crds, '--for=condition=Established', '--timeout=180s']);
  const labels = { 'app.kubernetes.io/part-of': 'argocd' };
  await kubectl.apply(
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'argocd-secret', namespace, labels } },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'default', namespace },
      spec: {
        sourceRepos: ['*'],
        destinations: [{ namespace: '*', server: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    },
  );
}
