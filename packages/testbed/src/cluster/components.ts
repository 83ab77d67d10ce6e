import { join } from 'node:path';
import { nodeFiles, type RealNode, realNode } from '../node/real-node.ts';
import type { SupervisedProcess } from './supervisor.ts';

/** The ports of a cluster, all on 127.0.0.1. */
export interface ClusterPorts {
  api: number;
  etcd: number;
  etcdPeer: number;
  controllerManager: number;
  scheduler: number;
  kwok: number;
  registry: number;
}

/** Names of the ports, in the order of allotment. */
export const portNames = [
  'api',
  'etcd',
  'etcdPeer',
  'controllerManager',
  'scheduler',
  'kwok',
  'registry',
] as const satisfies (keyof ClusterPorts)[];

/** The files of a cluster, relative to its folder. */
export function clusterFiles(folder: string) {
  return {
    kubeconfig: join(folder, 'kubeconfig'),
    certificates: join(folder, 'certificates'),
    // Created by the API server at its start: its certificate and the authority that signed it.
    apiCertificate: join(folder, 'certificates', 'apiserver.crt'),
    serviceAccountKey: join(folder, 'service-account.key'),
    tokens: join(folder, 'tokens.csv'),
    etcdData: join(folder, 'etcd'),
    stages: join(folder, 'stages.yaml'),
    objects: join(folder, 'objects.json'),
    logs: join(folder, 'logs'),
  };
}

/** The programs of a cluster, by absolute paths. */
export type ClusterPrograms = Record<ComponentName, string>;
export type ComponentName =
  'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kwok' | 'registry';

/** The command of each part of the cluster: the real programs, on loopback only. */
export function clusterComponents(folder: string, ports: ClusterPorts, programs: ClusterPrograms, real?: RealNode) {
  const files = clusterFiles(folder);
  const etcdUrl = `http://127.0.0.1:${ports.etcd}`;
  const etcdPeerUrl = `http://127.0.0.1:${ports.etcdPeer}`;
  const component = (name: ComponentName, ...args: string[]): SupervisedProcess => ({
    name,
    args: [programs[name], ...args],
    log: join(files.logs, `${name}.log`),
    cwd: folder,
    env: { HOME: folder, PATH: '/usr/bin:/bin' },
  });
  return {
    etcd: component(
      'etcd',
      `--data-dir=${files.etcdData}`,
      // The data is removed with the cluster.
      '--unsafe-no-fsync',
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      `--listen-peer-urls=${etcdPeerUrl}`,
      `--initial-advertise-peer-urls=${etcdPeerUrl}`,
      `--initial-cluster=default=${etcdPeerUrl}`,
      '--log-level=warn',
    ),
    apiServer: component(
      'kube-apiserver',
      `--etcd-servers=${etcdUrl}`,
      ...(real ? withRealNode(folder) : withFakeNodes),
      `--secure-port=${ports.api}`,
      `--cert-dir=${files.certificates}`,
      `--token-auth-file=${files.tokens}`,
      '--authorization-mode=Node,RBAC',
      `--service-cluster-ip-range=${realNode.serviceRange}`,
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-key-file=${files.serviceAccountKey}`,
      `--service-account-signing-key-file=${files.serviceAccountKey}`,
    ),
    controllerManager: component(
      'kube-controller-manager',
      `--kubeconfig=${files.kubeconfig}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${ports.controllerManager}`,
      `--cert-dir=${join(files.certificates, 'controller-manager')}`,
      `--root-ca-file=${files.apiCertificate}`,
      `--service-account-private-key-file=${files.serviceAccountKey}`,
      '--leader-elect=false',
      // On a busy machine kwok renews leases too late, and nodes would be reported as lost.
      '--node-monitor-grace-period=1h',
      // Real volumes: folders of this machine, created and removed.
      '--enable-hostpath-provisioner=true',
    ),
    scheduler: component(
      'kube-scheduler',
      `--kubeconfig=${files.kubeconfig}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${ports.scheduler}`,
      `--cert-dir=${join(files.certificates, 'scheduler')}`,
      '--leader-elect=false',
    ),
    kwok: component(
      'kwok',
      `--kubeconfig=${files.kubeconfig}`,
      `--config=${files.stages}`,
      '--manage-all-nodes=false',
      '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
      `--server-address=127.0.0.1:${ports.kwok}`,
    ),
    // Pods of a real node push to it and pull from it, at the address of their node.
    registry: component('registry', `--address=${real ? '0.0.0.0' : '127.0.0.1'}`, `--port=${ports.registry}`),
  };
}

/** There is no network, so its Service address is not used. */
const withFakeNodes = ['--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', '--endpoint-reconciler-type=none'];

/** Pods reach it at the address of their node, whose namespace nothing else can enter. */
function withRealNode(folder: string): string[] {
  const { clientCertificate, clientKey } = nodeFiles(folder);
  return [
    '--bind-address=0.0.0.0',
    `--advertise-address=${realNode.address}`,
    '--enable-admission-plugins=NodeRestriction',
    `--kubelet-client-certificate=${clientCertificate}`,
    `--kubelet-client-key=${clientKey}`,
    // As kubeadm sets it. The host name is that of a loopback address there, to which the API server proxies nothing.
    '--kubelet-preferred-address-types=InternalIP',
  ];
}
