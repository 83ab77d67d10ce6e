import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';

/** A package.json, as far as it is read or written here. */
interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** The libraries that are published, each after those that it needs, with the folders that they read when they run. */
const libraries = [
  { folder: 'values', data: [] },
  { folder: 'sizing', data: ['catalog'] },
  { folder: 'presets', data: [] },
] as const;

/** Doors for tests of the repository, and for what reads a release's source. */
const INTERNAL = /^\.\/(testing|reader|calibration)\//;

/**
 * Builds the libraries as JavaScript with types into `<out>/node_modules/@archon/<name>`, where each finds those before
 * it. Returns their folders.
 */
export function buildLibraries(out: string, version: string): string[] {
  const folders: string[] = [];
  for (const { folder, data } of libraries) {
    const source = join(repoRoot, 'packages', folder);
    const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest;
    const built = join(out, 'node_modules', ...manifest.name.split('/'));
    const doors = Object.entries(manifest.exports).filter(([door]) => !INTERNAL.test(door));
    compile(
      source,
      built,
      doors.map(([, file]) => file),
      join(out, 'sources', folder),
    );
    for (const name of data) cpSync(join(source, name), join(built, name), { recursive: true });
    writeManifest(built, manifest, doors, version);
    cpSync(join(source, 'README.md'), join(built, 'README.md'));
    cpSync(join(repoRoot, 'LICENSE'), join(built, 'LICENSE'));
    folders.push(built);
  }
  return folders;
}

/** Compiles what is reachable from the doors, from a copy: only there does it see the built packages, not the sources. */
function compile(source: string, built: string, doors: readonly string[], copy: string): void {
  rmSync(built, { recursive: true, force: true });
  mkdirSync(built, { recursive: true });
  cpSync(join(source, 'src'), join(copy, 'src'), { recursive: true });
  cpSync(join(source, 'package.json'), join(copy, 'package.json'));
  const options = {
    extends: join(repoRoot, 'tsconfig.base.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      rootDir: 'src',
      outDir: join(built, 'dist'),
    },
    files: doors,
  };
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(options));
  execFileSync(process.execPath, [join(repoRoot, 'node_modules/@typescript/native/bin/tsc'), '-p', copy], {
    stdio: 'inherit',
  });
  // The compiler rewrites the addresses in JavaScript only.
  for (const file of filesOf(built, '.d.ts')) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll(/(from |import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2'));
  }
}

function writeManifest(built: string, source: Manifest, doors: readonly [string, string][], version: string): void {
  const dist = (file: string, ending: string) => file.replace('./src/', './dist/').replace(/\.ts$/, ending);
  const manifest = {
    name: source.name,
    version,
    description: source.description,
    ...common,
    type: 'module',
    sideEffects: false,
    exports: Object.fromEntries(
      doors.map(([door, file]) => [door, { types: dist(file, '.d.ts'), default: dist(file, '.js') }]),
    ),
    dependencies: dependenciesOf(built, source, version),
  };
  writeFileSync(join(built, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** What every published package says of itself. */
export const common = {
  license: 'Apache-2.0',
  engines: { node: '>=20.19' },
  publishConfig: { access: 'public' },
} as const;

/** Of the dependencies, those that the built files import: a package without tests needs fewer. */
function dependenciesOf(built: string, { name, dependencies = {} }: Manifest, version: string): Record<string, string> {
  const imported = new Set(
    [...filesOf(built, '.js'), ...filesOf(built, '.d.ts')].flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:from |import\(|import )['"]([^.'"][^'"]*)['"]/g)].map(([, from]) =>
        from!
          .split('/')
          .slice(0, from!.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
    ),
  );
  const needed = [...imported].filter((one) => !one.startsWith('node:') && !builtinModules.includes(one)).sort();
  const lost = needed.filter((one) => !Object.hasOwn(dependencies, one));
  if (lost.length > 0) throw new Error(`${name} imports ${lost.join(', ')}, which its package.json does not name.`);
  return Object.fromEntries(needed.map((one) => [one, one.startsWith('@archon/') ? version : dependencies[one]!]));
}

const filesOf = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name.endsWith(ending))
    .map((file) => join(file.parentPath, file.name))
    .sort();
