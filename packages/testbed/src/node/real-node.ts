import { join } from 'node:path';

/** A node that really runs pods: kubelet, containerd and runc, in namespaces of its own with no way out. */
export interface RealNode {
  /** Number of `nvidia.com/gpu` that it offers, without devices. */
  gpus: number;
  /** What containerd has beside the pause image. */
  images?: readonly FolderImage[];
  /** Models that its hub has, by their ids: the folder of each. */
  models?: Readonly<Record<string, string>>;
}

/** A container image whose layers are folders of this machine. */
export interface FolderImage {
  /** Full names, as `docker.io/vllm/vllm-openai:v0.32.0`. */
  names: readonly string[];
  /** The lowest first. */
  layers: readonly string[];
  env: Readonly<Record<string, string>>;
  entrypoint: readonly string[];
}

/** Name and addresses: nothing else is there that they could meet. */
export const realNode = {
  name: 'real-0',
  bridge: 'node0',
  address: '192.168.253.1',
  prefixLength: 24,
  podRange: '10.244.0.0/24',
  serviceRange: '10.96.0.0/16',
  dnsService: '10.96.0.10',
  hubPort: 8090,
  /** Volumes of the class `local`, which stand ready. */
  volumes: 24,
} as const;

/** What `HF_ENDPOINT` has to be in its pods: a Hugging Face Hub that has the node's models. */
export const hubUrl = 'http://model-hub.kube-system.svc';

/** The image that holds a pod's namespaces. */
export const pauseImage = 'archon.local/pause:1';

/** Where a real node keeps its files, below the cluster's folder. */
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
