// npm run packages: the npm packages as they are published, in dist/npm.
import { join, relative } from 'node:path';
import { readVersion } from '@archon/generator/read-version';
import { repoRoot } from '@archon/testbed/cache-dir';
import { packPackages } from './release/pack-packages.ts';

for (const { file, bytes } of await packPackages(join(repoRoot, 'dist/npm'), readVersion(repoRoot)))
  console.log(`${relative(process.cwd(), file)}  ${(bytes / 1e6).toFixed(2)} MB`);
