import { join } from 'node:path';
import type { SupervisedProcess } from '../cluster/supervisor.ts';
import { resolveTool } from '../go/go-tools.ts';
import { nodeFiles, type RealNode, realNode } from './real-node.ts';

/** The command of each part of a real node, inside its namespaces, in start order. */
export function nodeComponents(folder: string, { gpus, servers = [] }: RealNode) {
  const files = nodeFiles(folder);
  const component = (name: string, args: string[]): SupervisedProcess => ({
    name,
    args,
    log: join(folder, 'logs', `${name}.log`),
    cwd: '/',
    env: { HOME: '/root', PATH: `${join(resolveTool('containerd-shim-runc-v2'), '..')}:/usr/sbin:/usr/bin:/sbin:/bin` },
  });
  return {
    containerd: component('containerd', [resolveTool('containerd'), `--config=${files.containerd}`]),
    images: component('folder-images', [
      '/bin/sh',
      '-c',
      `exec "$0" <"$1"`,
      resolveTool('folder-images'),
      files.images,
    ]),
    // It exits when containerd does not answer; on other nodes systemd restarts it.
    kubelet: component('kubelet', [
      '/bin/sh',
      '-c',
      'for attempt in 1 2 3 4 5 6 7 8 9 10; do "$0" "$@" && exit; sleep 1; done; exit 1',
      resolveTool('kubelet'),
      `--config=${files.kubelet}`,
      `--kubeconfig=${files.kubeletKubeconfig}`,
      `--hostname-override=${realNode.name}`,
      `--node-ip=${realNode.address}`,
      '--node-labels=nvidia.com/gpu.present=true',
    ]),
    coredns: component('coredns', [resolveTool('coredns'), `-conf=${files.corefile}`]),
    proxy: component('kube-proxy', [resolveTool('kube-proxy'), `--config=${files.proxy}`]),
    devicePlugin: component('device-plugin', [resolveTool('device-plugin'), `--count=${gpus}`]),
    servers: servers.map(({ name, args, cwd }) => ({ ...component(name, [...args]), cwd })),
  };
}
