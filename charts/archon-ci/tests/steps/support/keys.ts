import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, stdoutOf } from '@archon/testbed/kubectl';
import { newFolder } from './run-step.ts';

/** Makes an OpenPGP key, and returns the folder that a Secret with it becomes. */
export async function signingKey(passphrase?: string): Promise<string> {
  const folder = newFolder();
  const home = join(folder, 'gnupg');
  mkdirSync(home, { mode: 0o700 });
  const unlock = ['--batch', '--pinentry-mode=loopback', `--passphrase=${passphrase ?? ''}`];
  const gpg = async (...args: string[]) =>
    stdoutOf(['gpg', ...args], await run('gpg', [...unlock, ...args], { env: { ...process.env, GNUPGHOME: home } }));
  await gpg('--quick-generate-key', 'Archon Test <archon@localhost>', 'rsa3072', 'sign', 'never');
  const key = join(folder, 'key');
  mkdirSync(key);
  writeFileSync(join(key, 'private.asc'), await gpg('--armor', '--export-secret-keys'));
  writeFileSync(join(key, 'public.asc'), await gpg('--armor', '--export'));
  if (passphrase !== undefined) writeFileSync(join(key, 'passphrase'), passphrase);
  await run('gpgconf', ['--kill', 'gpg-agent'], { env: { ...process.env, GNUPGHOME: home } });
  return key;
}
