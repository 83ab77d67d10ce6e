import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { runScript } from '@archon/testbed/run-script';
import { dashboardPictures } from './dashboards/dashboard-pictures.ts';

// Draws the dashboards with what watched.node.test.ts has recorded; it records with ARCHON_DASHBOARDS=docs/dashboards/recording.json.
await runScript(() => {
  for (const { path, text } of dashboardPictures((file) => readFileSync(join(repoRoot, file), 'utf8'))) {
    writeFileSync(join(repoRoot, path), text);
    console.log(path);
  }
});
