import { dirname } from 'node:path';
import { resolveTool, toolFolder } from '../go/go-tools.ts';
import { nodeFiles, pauseImage, type RealNode, realNode } from './real-node.ts';

/** Where containerd listens, inside the node. */
export const containerdSocket = '/run/containerd/containerd.sock';

/** The configuration of containerd, as TOML. */
export const containerdConfig = (folder: string): string => `version = 3
root = "/var/lib/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.nri.v1.nri", "io.containerd.internal.v1.opt"]

[grpc]
address = "${containerdSocket}"

[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = "${pauseImage}"

[plugins.'io.containerd.cri.v1.runtime']
# Without CAP_SYS_RESOURCE no sandbox may have the score that Kubernetes sets.
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

/** The only network of the pods: a bridge. */
export const podNetwork = { cniVersion: '1.0.0', name: 'archon', plugins: [bridgePlugin()] };

function bridgePlugin() {
  return {
    type: 'bridge',
    bridge: realNode.podBridge,
    isGateway: true,
    hairpinMode: true,
    ipam: {
      type: 'host-local',
      ranges: [[{ subnet: realNode.podRange }]],
      routes: [{ dst: '0.0.0.0/0' }],
      dataDir: '/run/cni',
    },
  };
}

/** The images of the node, in the format of folder-images. */
export function imagesRequest({ images = [] }: RealNode) {
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
