import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resolveTool, toolFolder } from '../../go-tools.ts';
import { nodeFiles, pauseImage, type RealNode, realNode } from './real-node.ts';

/** Who reads the API server from a real node. */
export interface NodeCredentials {
  /** Writes a kubeconfig with a token of its own for a user. */
  writeKubeconfig(file: string, user: string, groups: readonly string[]): void;
}

/** Writes what the programs of a real node read at their start. */
export function writeNodeFiles(folder: string, node: RealNode, credentials: NodeCredentials): void {
  const files = nodeFiles(folder);
  for (const each of [files.cni, files.volumes]) mkdirSync(each, { recursive: true });
  for (const path of volumePaths()) mkdirSync(join(files.volumes, path), { mode: 0o755 });
  credentials.writeKubeconfig(files.kubeletKubeconfig, `system:node:${realNode.name}`, ['system:nodes']);
  credentials.writeKubeconfig(files.proxyKubeconfig, 'system:kube-proxy', []);
  credentials.writeKubeconfig(files.dnsKubeconfig, 'system:coredns', []);
  writeFileSync(files.containerd, containerdConfig(folder));
  const network = { cniVersion: '1.0.0', name: 'archon', plugins: [bridgePlugin] };
  writeJson(join(files.cni, '10-archon.conflist'), network);
  writeJson(files.kubelet, kubeletConfig(folder));
  writeJson(files.proxy, proxyConfig(files.proxyKubeconfig));
  writeFileSync(files.corefile, corefile(files.dnsKubeconfig));
  writeJson(files.images, imagesRequest(node));
}

/** The folders of the volumes that stand ready, below /var/lib/volumes of the node. */
export const volumePaths = (): string[] => Array.from({ length: realNode.volumes }, (_, index) => `volume-${index}`);

const writeJson = (file: string, value: object) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);

/** The group of all processes of its pods, of which two clusters must not share one. */
export const cgroupName = (folder: string): string => `archon-${folder.replaceAll(/[^a-z0-9]+/gi, '-').slice(-60)}`;

const containerdSocket = '/run/containerd/containerd.sock';

const containerdConfig = (folder: string): string => `version = 3
root = "/var/lib/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.nri.v1.nri", "io.containerd.internal.v1.opt"]

[grpc]
address = "${containerdSocket}"

[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = "${pauseImage}"

[plugins.'io.containerd.cri.v1.runtime']
# Without CAP_SYS_RESOURCE no sandbox may have the score that Kubernetes wishes.
restrict_oom_score_adj = true

[plugins.'io.containerd.cri.v1.runtime'.cni]
bin_dirs = [${(['bridge', 'host-local', 'loopback'] as const).map((tool) => JSON.stringify(dirname(resolveTool(tool)))).join(', ')}]
conf_dir = "${nodeFiles(folder).cni}"

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
options = { BinaryName = "/usr/sbin/runc", SystemdCgroup = false }

# What NVIDIA's toolkit adds to a node; without a device it is runc.
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.nvidia]
runtime_type = "io.containerd.runc.v2"
options = { BinaryName = "/usr/sbin/runc", SystemdCgroup = false }
`;

const bridgePlugin = {
  type: 'bridge',
  bridge: 'cni0',
  isGateway: true,
  hairpinMode: true,
  ipam: {
    type: 'host-local',
    ranges: [[{ subnet: realNode.podRange }]],
    routes: [{ dst: '0.0.0.0/0' }],
    dataDir: '/run/cni',
  },
};

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
  // A development machine may be small; the defaults would wait for up to a minute.
  syncFrequency: '10s',
});

const proxyConfig = (kubeconfig: string) => ({
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  mode: 'nftables',
  clientConnection: { kubeconfig },
  clusterCIDR: realNode.podRange,
  hostnameOverride: realNode.name,
  healthzBindAddress: '127.0.0.1:10256',
  metricsBindAddress: '127.0.0.1:10249',
  // Settings of the whole machine: left as they are.
  conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
});

// Names outside the cluster are refused at once: nothing could be reached there.
const corefile = (kubeconfig: string): string => `.:53 {
    bind ${realNode.address}
    errors
    cache 5
    kubernetes cluster.local in-addr.arpa {
        kubeconfig ${kubeconfig}
    }
}
`;

function imagesRequest({ images = [] }: RealNode) {
  resolveTool('pause');
  const pause = { names: [pauseImage], layers: [toolFolder('pause')], env: {}, entrypoint: ['/pause'] };
  return {
    Socket: containerdSocket,
    Images: [pause, ...images].map(({ names, layers, env, entrypoint }) => ({
      Names: names,
      Layers: layers,
      Config: { Env: Object.entries(env).map(([name, value]) => `${name}=${value}`), Entrypoint: entrypoint },
    })),
  };
}

/** Writes what the namespaces of the node are made of. */
export function writeNamespaceFile(
  folder: string,
  {
    root,
    ports,
    readOnly,
    remove,
  }: { root: string; ports: number[]; readOnly: readonly string[]; remove: readonly string[] },
): string {
  const file = nodeFiles(folder).namespace;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeJson(file, {
    folder,
    root,
    readOnly,
    ports,
    cgroup: cgroupName(folder),
    hostname: realNode.name,
    certificates: join(folder, 'certificates'),
    network: {
      bridge: realNode.bridge,
      address: `${realNode.address}/${realNode.prefixLength}`,
      services: realNode.serviceRange,
    },
    sysctls: kubeletSysctls,
    remove,
  });
  return file;
}

// k8s.io/kubernetes/pkg/kubelet/cm/container_manager_linux.go, setupKernelTunables (1.37).
const kubeletSysctls = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
];
