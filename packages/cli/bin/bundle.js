// Bundles the TypeScript sources when one has changed: loading them one by one takes three times as long as the work.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));
const cache = join(workspace, 'node_modules/.cache/archon-cli');
/** Names the current bundle, the sources that it was made of, with their time and size, and those of each of its files. */
const currentFile = join(cache, 'current.json');
const DAY_MS = 86_400_000;

/** The address of the bundled program, made anew if a source has changed. Throws where node_modules cannot be written. */
export async function bundledProgram() {
  const current = readCurrent();
  const folder = current && isCurrent(current) ? current.folder : await bundle();
  return pathToFileURL(join(cache, folder, 'main.js')).href;
}

function readCurrent() {
  try {
    return JSON.parse(readFileSync(currentFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The addresses of the sources are in the bundle: it does not work in a copy of the checkout. */
const isCurrent = ({ folder, inputs, root }) =>
  root === workspace &&
  existsSync(join(cache, folder, 'main.js')) &&
  inputs.every(([path, state]) => stateOf(path) === state);

function stateOf(path) {
  const stat = statSync(join(workspace, path), { throwIfNoEntry: false });
  return stat && `${stat.mtimeMs} ${stat.size}`;
}

async function bundle() {
  const started = Date.now();
  mkdirSync(cache, { recursive: true });
  const name = `${started}-${process.pid}`;
  const { metafile } = await bundleInto(join(cache, name), (path) => JSON.stringify(pathToFileURL(path).href));
  const { prepareModels } = await import(pathToFileURL(join(cache, name, 'main.js')).href);
  await prepareModels(join(cache, name));
  const sources = [...Object.keys(metafile.inputs), ...schemaFiles()];
  const inputs = sources.map((path) => [path, stateOf(path)]);
  const outputs = Object.entries(metafile.outputs).map(([path, output]) => [
    path.slice(path.lastIndexOf('/') + 1),
    Object.keys(output.inputs),
  ]);
  // a source that changed meanwhile may be in the bundle as it was: the next start bundles again
  const ended = Date.now();
  const changed = inputs.some(([path]) => {
    const { mtimeMs } = statSync(join(workspace, path));
    return mtimeMs >= started && mtimeMs <= ended;
  });
  if (!changed) {
    const current = { folder: name, root: workspace, inputs, outputs: Object.fromEntries(outputs) };
    writeFileSync(join(cache, `${name}.json`), JSON.stringify(current));
    renameSync(join(cache, `${name}.json`), currentFile);
  }
  removeOld(name);
  return name;
}

/**
 * Writes the bundle into a folder. A source still knows where it is, for the files that it reads next to it: `addressOf`
 * is the expression for the address of a source.
 */
export async function bundleInto(outdir, addressOf) {
  const { build } = await import('esbuild');
  const ownAddress = ({ onLoad }) =>
    onLoad({ filter: /[\\/]packages[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', addressOf(path)),
      loader: 'ts',
    }));
  return build({
    absWorkingDir: workspace,
    entryPoints: ['packages/cli/src/main.ts'],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    metafile: true,
    logLevel: 'error',
    banner: {
      js: "import{createRequire as bundledRequire}from'node:module';const require=bundledRequire(import.meta.url);",
    },
    plugins: [{ name: 'own address', setup: ownAddress }],
  });
}

/** Puts what a CommonJS file requires into it, so that it works where nothing is installed. */
export async function inlineRequired(file) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    nodePaths: [join(workspace, 'node_modules')],
    logLevel: 'error',
  });
}

/** What the models are made of. */
function schemaFiles() {
  const files = readdirSync(join(workspace, 'schemas'), { recursive: true, withFileTypes: true });
  return files.filter((file) => file.isFile()).map((file) => relative(workspace, join(file.parentPath, file.name)));
}

/** Bundles that no running process can still load from. */
function removeOld(newest) {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (
      name !== newest &&
      path !== currentFile &&
      Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > DAY_MS
    )
      rmSync(path, { recursive: true, force: true });
  }
}
