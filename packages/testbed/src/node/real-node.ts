import { join } from 'node:path';
import type { BuildStep } from '../process/build-once.ts';

/** A node that runs pods: kubelet, containerd and runc, in namespaces without access to the network. */
export interface RealNode {
  /** The number of `nvidia.com/gpu` that it reports, without devices. */
  gpus: number;
  /** The images of containerd besides pause. */
  images?: readonly FolderImage[];
  /** Programs of this machine that its pods can reach. */
  servers?: readonly NodeServer[];
}

/** A program of this machine that runs in the network of a node, with a Service in kube-system in front of it. */
export interface NodeServer {
  /** Of its process and its Service, which has port 80. */
  name: string;
  args: readonly string[];
  cwd: string;
  /** Where it listens, at the address of the node. */
  port: number;
  /** The folders of this machine that it reads. */
  reads: readonly string[];
}

/** What a caller gives a real node: images and servers, of which this package knows nothing. */
export interface RealNodeContent {
  /** Why this machine cannot run them; undefined when it seems possible. */
  whyNot(): string | undefined;
  /** The node; what is missing is built. */
  prepare(options: { gpus: number }): RealNode;
  /** What `prepare` builds besides the programs and the root filesystem of a node. */
  buildSteps(): BuildStep[];
  /** A module that builds everything for a cluster with this node; `cluster up` runs it in a process that it can stop. */
  buildScript: string;
  /** What the node consists of, for `--help`. */
  help: string;
}

/** A container image whose layers are folders of this machine. */
export interface FolderImage {
  /** Full names, as `docker.io/library/nginx:1.29`. */
  names: readonly string[];
  /** The lowest layer first. */
  layers: readonly string[];
  env: Readonly<Record<string, string>>;
  entrypoint: readonly string[];
}

/** Name and addresses; they cannot conflict, because the namespace is empty. */
export const realNode = {
  name: 'real-0',
  bridge: 'node0',
  address: '192.168.253.1',
  prefixLength: 24,
  podBridge: 'cni0',
  podRange: '10.244.0.0/24',
  serviceRange: '10.96.0.0/16',
  dnsService: '10.96.0.10',
  /** Prepared volumes of the class `local`. */
  volumes: 24,
} as const;

/** The pause image, which keeps a pod's namespaces. */
export const pauseImage = 'archon.local/pause:1';

/** The files of a real node, relative to the cluster's folder. */
export function nodeFiles(folder: string) {
  const own = join(folder, 'node');
  return {
    own,
    namespace: join(own, 'namespace.json'),
    containerd: join(own, 'containerd.toml'),
    cni: join(own, 'cni'),
    kubelet: join(own, 'kubelet.json'),
    kubeletKubeconfig: join(own, 'kubelet.kubeconfig'),
    proxy: join(own, 'kube-proxy.json'),
    proxyKubeconfig: join(own, 'kube-proxy.kubeconfig'),
    corefile: join(own, 'Corefile'),
    dnsKubeconfig: join(own, 'coredns.kubeconfig'),
    images: join(own, 'images.json'),
    volumes: join(own, 'volumes'),
    clientCa: join(folder, 'certificates', 'kubelet-client-ca.crt'),
    clientCertificate: join(folder, 'certificates', 'kubelet-client.crt'),
    clientKey: join(folder, 'certificates', 'kubelet-client.key'),
  };
}
