import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterFiles, type ClusterPorts } from './components.ts';

/** Writes what the programs of a cluster read at their start, and the kubeconfig of its administrator. */
export function writeClusterFiles(folder: string, ports: ClusterPorts): void {
  const files = clusterFiles(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const each of [files.logs, files.certificates]) mkdirSync(each);
  const token = randomBytes(24).toString('base64url');
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(files.serviceAccountKey, privateKey, { mode: 0o600 });
  writeFileSync(files.tokens, `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  writeFileSync(files.kubeconfig, kubeconfig(ports.api, files.apiCertificate, token), { mode: 0o600 });
  copyFileSync(join(import.meta.dirname, 'stages.yaml'), files.stages);
}

const kubeconfig = (port: number, certificate: string, token: string): string => `apiVersion: v1
kind: Config
clusters:
  - name: archon
    cluster:
      server: https://127.0.0.1:${port}
      certificate-authority: ${JSON.stringify(certificate)}
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
