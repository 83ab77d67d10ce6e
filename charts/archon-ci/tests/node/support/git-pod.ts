import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitRepository } from '@archon/testbed/git-server';
import { type Kubectl, openPort, type OpenPort } from '@archon/testbed/kubectl';
import { podSecurity } from '../../../../archon-vllm/tests/support/pod-security.ts';
import { images } from './step-images.ts';

const namespace = 'git';
const folder = '/srv/git';

/** A git server in a pod, to which anyone in the cluster may push. */
export class GitPod {
  static async start(kubectl: Kubectl): Promise<GitPod> {
    const metadata = { name: 'git', namespace };
    const labels = { app: 'git' };
    await kubectl.apply(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: podSecurity('restricted') } },
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ port: 8000 }] } },
      { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, labels }, spec: podSpec },
    );
    await kubectl.do(['wait', 'pod/git', `--namespace=${namespace}`, '--for=condition=Ready', '--timeout=180s']);
    return new GitPod(kubectl, await openPort(kubectl.kubeconfig, namespace, 'service/git'));
  }

  private constructor(
    readonly kubectl: Kubectl,
    readonly port: OpenPort,
  ) {}

  /** Makes an empty repository; its address is for pods, and its checkout is pushed through a forwarded port. */
  async createRepository(name: string): Promise<GitRepository> {
    const init = ['git', 'init', '--quiet', '--bare', '--initial-branch=main', `${folder}/${name}.git`];
    await this.kubectl.do(['exec', 'git', `--namespace=${namespace}`, '--', ...init]);
    const checkout = join(mkdtempSync(join(tmpdir(), 'archon-git-')), name);
    const url = `git://git.${namespace}.svc:8000/${name}.git`;
    return GitRepository.create(url, checkout, `git://127.0.0.1:${this.port.port}/${name}.git`);
  }

  close(): void {
    this.port.close();
  }
}

const podSpec = {
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 1000,
    runAsGroup: 1000,
    fsGroup: 1000,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  containers: [
    {
      name: 'git',
      image: images.steps,
      command: [
        'git',
        'daemon',
        '--port=8000',
        '--export-all',
        '--enable=receive-pack',
        `--base-path=${folder}`,
        folder,
      ],
      env: [{ name: 'HOME', value: '/tmp' }],
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      readinessProbe: { tcpSocket: { port: 8000 }, periodSeconds: 1 },
      volumeMounts: [{ name: 'repositories', mountPath: folder }],
    },
  ],
  volumes: [{ name: 'repositories', emptyDir: {} }],
};
