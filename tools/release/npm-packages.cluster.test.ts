import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repoRoot } from '@archon/testbed/cache-dir';
import { packPackages, type PackedPackage } from './pack-packages.ts';
import { NpmRegistry } from './testing/npm-registry.ts';

const run = promisify(execFile);
mkdirSync(join(repoRoot, 'dist'), { recursive: true });
const out = mkdtempSync(join(repoRoot, 'dist/npm-'));
const folder = mkdtempSync(join(tmpdir(), 'archon-npm-'));
const project = join(folder, 'project');
const version = '9.8.7';
const compiler = join(repoRoot, 'node_modules/typescript/bin/tsc');
const types = join(repoRoot, 'node_modules/@types');
let packed: PackedPackage[];
let registry: NpmRegistry;

beforeAll(async () => {
  registry = await NpmRegistry.start(folder);
  mkdirSync(project);
  registry.writeClient(project);
  writeFileSync(join(project, 'package.json'), '{"name":"empty","type":"module","private":true}');
  packed = await packPackages(out, version);
});

afterAll(() => {
  registry.stop();
  for (const one of [out, folder]) rmSync(one, { recursive: true, force: true });
});

/** The TypeScript of a package's README: each example builds on those before it. */
const examples = (name: string): string =>
  [...readFileSync(join(project, 'node_modules', name, 'README.md'), 'utf8').matchAll(/^```ts\n([^]*?)^```$/gm)]
    .map(([, code]) => code!)
    .join('');

describe('the npm packages', () => {
  it('should be published once, and refused the second time', async () => {
    for (const { file } of packed) await run('npm', ['publish', file], { cwd: folder });
    await expect(run('npm', ['publish', packed[0]!.file], { cwd: folder })).rejects.toThrow(/409|previously published/);
  });

  it('should be installed into an empty project, where the command plans, writes and checks values', async () => {
    const needed = ['values', 'sizing'].flatMap((name) => {
      const file = join(out, 'node_modules/@archon', name, 'package.json');
      return Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { dependencies: object }).dependencies);
    });
    registry.publishDependencies(needed.filter((name) => !name.startsWith('@archon/')));
    await run('npm', ['install', '--omit=optional', ...packed.map(({ name }) => `${name}@${version}`)], {
      cwd: project,
    });
    const archon = (...args: string[]) => run('npx', ['archon', ...args], { cwd: project });
    expect((await archon('--version')).stdout).toBe(`${version}\n`);
    expect((await archon('plan', '--gpu', 'rtx-4090')).stdout).toContain('models fit on NVIDIA GeForce RTX 4090');
    const { stdout: values } = await archon('values', '--gpu', 'rtx-4090');
    writeFileSync(join(project, 'values.yaml'), values);
    expect((await archon('validate', 'values.yaml')).stdout).toContain('valid  values.yaml');
    writeFileSync(join(project, 'typo.yaml'), 'engine: { maxModelLne: 5 }\n');
    await expect(archon('validate', 'typo.yaml')).rejects.toThrow('Did you mean "maxModelLen"?');
    // They work on the sources of Archon, which a package does not have.
    expect((await archon('--help')).stdout).not.toMatch(/^ {2}(generate|check|catalog)/m);
    await expect(archon('generate')).rejects.toThrow("unknown command 'generate'");
  });

  it('should compile and run the examples of their READMEs, with the types of all that these import', async () => {
    const names = ['values', 'sizing', 'presets'];
    for (const name of names) {
      const code = examples(`@archon/${name}`);
      expect(code, name).not.toBe('');
      writeFileSync(join(project, `${name}.ts`), code);
    }
    const flags = ['--strict', '--target', 'es2023', '--module', 'nodenext', '--types', 'node', '--typeRoots', types];
    const files = names.map((name) => `${name}.ts`);
    const compiled = await run(process.execPath, [compiler, ...flags, ...files], { cwd: project }).catch(
      ({ stdout }: { stdout: string }) => ({ stdout }),
    );
    expect(compiled.stdout).toBe('');
    for (const name of names) await run(process.execPath, [`${name}.js`], { cwd: project });
  });
});
