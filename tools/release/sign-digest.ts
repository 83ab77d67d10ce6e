import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTool } from '@archon/testbed/go-tools';
import { ToolError } from '@archon/testbed/tool-error';
import { helmLogin } from './helm-login.ts';
import { certificateFile, keyFile } from './notation-key.ts';
import type { ReleasedChart } from './publish-charts.ts';

/**
 * Signs the digest of a published chart by notation, where the folder of keys has a key for it, and verifies the signature
 * by the certificate. A digest that is signed is left alone. Throws ToolError.
 */
export function signDigest({ name, url, digest }: ReleasedChart, folder: string, plainHttp: boolean): void {
  if (!existsSync(join(folder, keyFile))) return;
  const home = mkdtempSync(join(tmpdir(), 'archon-notation-'));
  try {
    const env = configure(home, folder);
    const args = [...(plainHttp ? ['--insecure-registry'] : []), `${url}@${digest}`];
    const notation = (command: string, stderr: 'ignore' | 'inherit') =>
      spawnSync(resolveTool('notation'), [command, ...args], { env, stdio: ['ignore', 'ignore', stderr] }).status === 0;
    if (notation('verify', 'ignore')) return;
    if (!notation('sign', 'inherit') || !notation('verify', 'inherit'))
      throw new ToolError(`${name} was not signed by notation; its message is above.`);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Configures notation with that key, with a policy that trusts its certificate, and with the login of Helm. */
function configure(home: string, folder: string): NodeJS.ProcessEnv {
  const config = join(home, 'notation');
  const store = join(config, 'truststore/x509/ca/release');
  mkdirSync(store, { recursive: true });
  const write = (file: string, content: object) => writeFileSync(join(config, file), JSON.stringify(content));
  const key = { name: 'release', keyPath: join(folder, keyFile), certPath: join(folder, certificateFile) };
  write('signingkeys.json', { default: key.name, keys: [key] });
  copyFileSync(key.certPath, join(store, certificateFile));
  const policy = { name: 'release', registryScopes: ['*'], trustStores: ['ca:release'], trustedIdentities: ['*'] };
  write('trustpolicy.json', {
    version: '1.0',
    trustPolicies: [{ ...policy, signatureVerification: { level: 'strict' } }],
  });
  const login = helmLogin();
  if (login !== undefined) copyFileSync(login, join(home, 'config.json'));
  return {
    ...process.env,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    ...(login !== undefined && { DOCKER_CONFIG: home }),
  };
}
