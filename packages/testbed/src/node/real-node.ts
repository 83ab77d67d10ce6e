import { join } from 'node:path';

/** A node that runs pods: kubelet, containerd and runc, in namespaces without access to the network. */
export interface RealNode {
  /** The number of `nvidia.com/gpu` that it reports, without devices. */
  gpus: number;
  /** The images of containerd besides pause. */
  images?: readonly FolderImage[];
  /** The models of its hub: the folder of each id. */
  models?: Readonly<Record<string, string>>;
}

/** A container image whose layers are folders of this machine. */
export interface FolderImage {
  /** Full names, as `docker.io/vllm/vllm-openai:v0.32.0`. */
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
  podRange: '10.244.0.0/24',
  serviceRange: '10.96.0.0/16',
  dnsService: '10.96.0.10',
  hubPort: 8090,
  /** Prepared volumes of the class `local`. */
  volumes: 24,
} as const;

/** `HF_ENDPOINT` of its pods: a Hugging Face Hub with the node's models. */
export const hubUrl = 'http://model-hub.kube-system.svc';

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
