import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterFiles, type ClusterPorts } from './components.ts';
import type { RealNode } from '../node/real-node.ts';
import { writeNodeFiles } from '../node/write-node-files.ts';

/** A name in the API server's certificate, valid at any address. */
export const apiServerName = 'kubernetes.default';

/** Writes the configuration files of a cluster's programs, and the kubeconfig of its administrator. */
export function writeClusterFiles(folder: string, ports: ClusterPorts, real?: RealNode): void {
  const files = clusterFiles(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const each of [files.logs, files.certificates]) mkdirSync(each, { recursive: true });
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(files.serviceAccountKey, privateKey, { mode: 0o600 });
  const tokens: string[] = [];
  const writeKubeconfig = (file: string, user: string, groups: readonly string[]) => {
    const token = randomBytes(24).toString('base64url');
    tokens.push(`${token},${user},${user},"${groups.join(',')}"\n`);
    writeFileSync(file, kubeconfig(ports.api, files.apiCertificate, token), { mode: 0o600 });
  };
  writeKubeconfig(files.kubeconfig, 'admin', ['system:masters']);
  if (real) writeNodeFiles(folder, real, { writeKubeconfig });
  writeFileSync(files.tokens, tokens.join(''), { mode: 0o600 });
  copyFileSync(join(import.meta.dirname, 'stages.yaml'), files.stages);
}

const kubeconfig = (port: number, certificate: string, token: string): string => `apiVersion: v1
kind: Config
clusters:
  - name: archon
    cluster:
      server: https://127.0.0.1:${port}
      certificate-authority: ${JSON.stringify(certificate)}
      tls-server-name: ${apiServerName}
users:
  - name: admin
    user:
      token: ${token}
contexts:
  - name: archon
    context:
      cluster: archon
      user: admin
current-context: archon
`;
