import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { containerdConfig, containerdSocket, imagesRequest, podNetwork } from './container-runtime-config.ts';
import { nodeFiles, type RealNode, realNode } from './real-node.ts';
import { cgroupName } from './namespace-file.ts';

/** The users of the API server on a real node. */
export interface NodeCredentials {
  /** Writes a kubeconfig with a separate token for a user. */
  writeKubeconfig(file: string, user: string, groups: readonly string[]): void;
}

/** Writes the configuration files of a real node's programs. */
export function writeNodeFiles(folder: string, node: RealNode, credentials: NodeCredentials): void {
  const files = nodeFiles(folder);
  for (const each of [files.cni, files.volumes]) mkdirSync(each, { recursive: true });
  for (const path of volumePaths()) mkdirSync(join(files.volumes, path), { mode: 0o755 });
  credentials.writeKubeconfig(files.kubeletKubeconfig, `system:node:${realNode.name}`, ['system:nodes']);
  credentials.writeKubeconfig(files.proxyKubeconfig, 'system:kube-proxy', []);
  credentials.writeKubeconfig(files.dnsKubeconfig, 'system:coredns', []);
  writeFileSync(files.containerd, containerdConfig(folder));
  writeJson(join(files.cni, '10-archon.conflist'), podNetwork);
  writeJson(files.kubelet, kubeletConfig(folder));
  writeJson(files.proxy, proxyConfig(files.proxyKubeconfig));
  writeFileSync(files.corefile, corefile(files.dnsKubeconfig));
  writeJson(files.images, imagesRequest(node));
}

/** The folders of the prepared volumes, below /var/lib/volumes of the node. */
export const volumePaths = (): string[] => Array.from({ length: realNode.volumes }, (_, index) => `volume-${index}`);

const writeJson = (file: string, value: object) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);

/** The configuration of the kubelet. */
const kubeletConfig = (folder: string) => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: nodeFiles(folder).clientCa },
  },
  authorization: { mode: 'Webhook' },
  containerRuntimeEndpoint: `unix://${containerdSocket}`,
  cgroupDriver: 'cgroupfs',
  cgroupRoot: `/${cgroupName(folder)}`,
  failCgroupV1: false,
  failSwapOn: false,
  oomScoreAdj: 0,
  clusterDNS: [realNode.dnsService],
  clusterDomain: 'cluster.local',
  resolvConf: '/etc/resolv.conf',
  podLogsDir: '/var/log/pods',
  // The images are folders of this machine, and cannot be pulled again.
  imageGCHighThresholdPercent: 100,
  evictionHard: { 'memory.available': '200Mi', 'nodefs.available': '500Mi', 'imagefs.available': '500Mi' },
  // For small development machines; the defaults would wait for up to a minute.
  syncFrequency: '10s',
});

/** The configuration of kube-proxy. */
const proxyConfig = (kubeconfig: string) => ({
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  mode: 'nftables',
  clientConnection: { kubeconfig },
  clusterCIDR: realNode.podRange,
  hostnameOverride: realNode.name,
  healthzBindAddress: '127.0.0.1:10256',
  metricsBindAddress: '127.0.0.1:10249',
  // Settings of the whole machine are not changed.
  conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
});

/** The configuration of CoreDNS. Names outside the cluster are refused immediately, because nothing outside can be reached. */
const corefile = (kubeconfig: string): string => `.:53 {
    bind ${realNode.address}
    errors
    cache 5
    kubernetes cluster.local in-addr.arpa {
        kubeconfig ${kubeconfig}
    }
}
`;
