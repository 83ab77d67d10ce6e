/** Task `values:types`: writes the types of each chart's values; `--check` compares only. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emitTypes } from './emit-types.ts';
import { loadModel } from './load-model.ts';
import { ArchonError } from './problem.ts';
import { resolveValues } from './resolve-model.ts';
import { workspaceRoot } from './workspace.ts';

const schemas = join(workspaceRoot, 'schemas');
const folder = join(workspaceRoot, 'packages/values/src/types');

try {
  const charts = readdirSync(schemas).filter((name) => existsSync(join(schemas, name, 'chart.yaml')));
  const files = await Promise.all(
    charts.map(async (name) => ({
      path: join(folder, `${name}.gen.ts`),
      text: await emitTypes(resolveValues(loadModel(workspaceRoot, name))),
    })),
  );
  const stale = files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  mkdirSync(folder, { recursive: true });
  if (!process.argv.includes('--check')) stale.forEach(({ path, text }) => writeFileSync(path, text));
  else if (stale.length > 0) {
    console.error(`Out of date: ${stale.map(({ path }) => path).join(', ')}. Fix it with: npx nx run values:types`);
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof ArchonError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
