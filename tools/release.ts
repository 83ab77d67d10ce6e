// npm run release -- <version>: charts and packages, versioned, built, signed and published.
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { repoRoot } from '@archon/testbed/cache-dir';
import { runScript } from '@archon/testbed/run-script';
import type { ReleaseRequest } from './release/check-release.ts';
import { release } from './release/release.ts';

const program = new Command('npm run release --')
  .description('Release all charts and packages: set the version, build, sign, tag, publish and verify')
  .argument('<version>', 'the version, as in 0.3.0')
  .option('--charts <repository>', 'OCI repository for the charts, such as ghcr.io/example/charts')
  .option('--npm <address>', 'npm registry for the packages, such as https://registry.npmjs.org')
  .option(
    '--key <folder>',
    'folder with private.asc and public.asc (gpg --armor --export), and passphrase where there is one; ' +
      'with notation.key and notation.crt (PEM) notation signs the digests too',
  )
  .option('--unsigned', 'publish the charts without a signature', false)
  .option('--plain-http', 'speak HTTP without TLS with the OCI registry', false)
  .option('--dry-run', 'do all of it but the commit, the tag and publishing, and leave the checkout as it is', false)
  .addHelpText(
    'after',
    `
Examples:
  npm run release -- 0.3.0 --dry-run
  npm run release -- 0.3.0 --charts ghcr.io/example/charts --key ~/archon-key --npm https://registry.npmjs.org`,
  )
  .showHelpAfterError('(npm run release -- --help shows the options)')
  .action((version: string, options: Omit<ReleaseRequest, 'version'>) =>
    runScript(() => {
      const key = options.key === undefined ? {} : { key: resolve(options.key) };
      return release(repoRoot, join(repoRoot, 'dist/release'), { ...options, ...key, version });
    }),
  );

await program.parseAsync();
