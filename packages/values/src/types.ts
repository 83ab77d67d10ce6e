/** Task `values:types`: writes the generated types; `--check` compares only. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emitTypes } from './emit-types.ts';
import { loadModel } from './load-model.ts';
import { ArchonError } from './problem.ts';
import { resolveModel } from './resolve-model.ts';
import { workspaceRoot } from './workspace.ts';

try {
  const files = await emitTypes(resolveModel(loadModel(workspaceRoot, 'archon-vllm')));
  const paths = files.map(({ name, text }) => ({ path: join(workspaceRoot, 'packages/values/src', name), name, text }));
  const stale = paths.filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  if (!process.argv.includes('--check')) stale.forEach(({ path, text }) => writeFileSync(path, text));
  else if (stale.length > 0) {
    console.error(`Out of date: ${stale.map(({ name }) => name).join(', ')}. Mend it with: npx nx run values:types`);
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof ArchonError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
