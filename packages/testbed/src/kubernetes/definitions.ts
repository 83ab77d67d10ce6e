import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '../process/cache-dir.ts';
import { runScript } from '../process/run-script.ts';
import { ToolError } from '../process/tool-error.ts';
import { definitionsCommand, definitionsPath, definitionsText } from './definitions-text.ts';

// Writes schemas/kubernetes/definitions.json; with --check it only compares.
await runScript(async () => {
  const file = join(repoRoot, definitionsPath);
  const text = await definitionsText();
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    throw new ToolError(`${definitionsPath} is stale: run \`${definitionsCommand}\``);
  }
});
