import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { runScript } from '@archon/testbed/run-script';
import { pipelinesAsCode } from './pipelines-as-code/files.ts';

// `npx tsx tools/pipelines-as-code.ts`: writes .tekton/ from charts/archon-ci and ci/pipelines-as-code.yaml.
await runScript(async () => {
  const folder = join(repoRoot, '.tekton');
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of pipelinesAsCode()) {
    writeFileSync(join(folder, path), text);
    console.log(`wrote   .tekton/${path}`);
  }
});
