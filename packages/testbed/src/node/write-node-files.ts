import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { containerdConfig, imagesRequest, podNetwork } from './container-runtime-config.ts';
import { corefile, kubeletConfig, proxyConfig } from './kubernetes-config.ts';
import { nodeFiles, type RealNode, realNode } from './real-node.ts';

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
