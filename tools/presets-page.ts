import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { presetDocuments, presets } from '@archon/presets';
import { repoRoot } from '@archon/testbed/cache-dir';
import { runScript } from '@archon/testbed/run-script';
import { ToolError } from '@archon/testbed/tool-error';

// Writes docs/03-presets.md, its picture, and the table in packages/presets/README.md; --check only compares.
await runScript(() => {
  const read = (path: string): string => readFileSync(join(repoRoot, path), 'utf8');
  const stale = presetDocuments(presets, read('packages/presets/README.md')).filter(({ path, text }) => {
    try {
      return read(path) !== text;
    } catch {
      return true;
    }
  });
  const names = stale.map(({ path }) => path).join(', ');
  if (process.argv.includes('--check')) {
    if (stale.length > 0)
      throw new ToolError(`These files do not match the presets: ${names}. Fix it with: npx tsx tools/presets-page.ts`);
  } else for (const { path, text } of stale) writeFileSync(join(repoRoot, path), text);
  console.log(stale.length === 0 ? 'presets page: up to date' : `presets page: wrote ${names}`);
});
