import { basename, join } from 'node:path';
import type { Kubectl } from '../cluster/kubectl.ts';
import { resolveTool } from '../go/go-tools.ts';
import { folderLayer } from '../node/folder-layer.ts';
import type { FolderImage } from '../node/real-node.ts';
import { gitRoot, resolveRootFilesystem } from '../node/root-filesystem.ts';
import { applyArgoCdObjects } from './argo-cd-objects.ts';
import { argoCdComponents, argoCdNamespace as namespace } from './components.ts';
import { argoCdFiles } from './module-files.ts';

const image = 'argocd.example.com/argocd:1';
const bin = '/usr/local/bin';
const home = '/home/argocd';

/** The image of Argo CD, for a node: its programs, git, and Helm 4 as the `helm` that it calls. */
export function argoCdImage(): FolderImage {
  const { script } = argoCdFiles();
  const programs = {
    argocd: resolveTool('argocd'),
    'argocd-redis': resolveTool('argocd-redis'),
    helm: resolveTool('helm4'),
    [basename(script)]: script,
  };
  const files = Object.entries(programs).map(([name, path]) => [join(bin, name), path] as const);
  const layers = [resolveRootFilesystem(gitRoot), folderLayer('Argo CD', Object.fromEntries(files))];
  return { names: [image], layers, env: {}, entrypoint: [join(bin, 'argocd')] };
}

/** Installs Argo CD on a node with `argoCdImage`, as one pod that may do all, and waits until it runs. */
export async function installArgoCd(kubectl: Kubectl): Promise<void> {
  await applyArgoCdObjects(kubectl, namespace);
  const account = { name: 'argocd', namespace };
  await kubectl.apply(
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: account },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'argocd' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', ...account }],
    },
    { apiVersion: 'v1', kind: 'Pod', metadata: account, spec: { serviceAccountName: 'argocd', ...podSpec() } },
  );
  await kubectl.do(['wait', 'pod/argocd', `--namespace=${namespace}`, '--for=condition=Ready', '--timeout=300s']);
}

function podSpec(): object {
  const parts = argoCdComponents(home, ports, {
    argocd: join(bin, 'argocd'),
    redis: join(bin, 'argocd-redis'),
    bin,
    namespace,
  });
  const folders = ['work', 'tls', 'ssh'];
  return {
    securityContext: { runAsNonRoot: true, runAsUser: 999, fsGroup: 999 },
    containers: Object.values(parts).map(({ name, args, env = {} }) => ({
      name,
      image,
      command: args,
      env: Object.entries({ ...env, PATH: `${bin}:/usr/bin:/bin` }).map(([key, value]) => ({ name: key, value })),
      volumeMounts: folders.map((folder) => ({
        name: folder,
        mountPath: folder === 'work' ? home : join(home, folder),
      })),
    })),
    volumes: folders.map((name) => ({ name, emptyDir: {} })),
  };
}

/** They are of the pod alone. */
const ports = {
  redis: 6379,
  repoServer: 8081,
  repoServerMetrics: 8084,
  controllerMetrics: 8082,
  applicationSets: 8085,
  applicationSetMetrics: 8086,
  applicationSetWebhook: 7000,
};
