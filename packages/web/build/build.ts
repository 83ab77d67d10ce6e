import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { runScript } from '@archon/testbed/run-script';
import { buildHelm } from './build-helm.ts';
import { buildPage } from './build-page.ts';

// `npx nx run web:build`: the configurator as one file, in dist/ or where the first argument says. With --helm, only the
// files of "Check with Helm", in the folder that comes next.
await runScript(async () => {
  const [first, second] = process.argv.slice(2);
  if (first === '--helm') {
    const folder = second ?? join(repoRoot, 'dist/helm');
    const { files } = await buildHelm(folder);
    const sizes = Object.entries(files).map(
      ([name, { zippedBytes }]) => `${name} ${(zippedBytes / 1e6).toFixed(1)} MB`,
    );
    return console.log(`${folder}: ${sizes.join(', ')}`);
  }
  const file = first ?? join(repoRoot, 'dist/archon-configurator.html');
  const bytes = await buildPage(file);
  console.log(`${file}: ${Math.round(bytes / 1000)} KB`);
});
