import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { repoRoot } from '@archon/testbed/cache-dir';
import { freePorts } from '@archon/testbed/ports';
import { packPackages, type PackedPackage } from './pack-packages.ts';

const run = promisify(execFile);
mkdirSync(join(repoRoot, 'dist'), { recursive: true });
const out = mkdtempSync(join(repoRoot, 'dist/npm-'));
const folder = mkdtempSync(join(tmpdir(), 'archon-npm-'));
const project = join(folder, 'project');
const version = '9.8.7';
const compiler = join(repoRoot, 'node_modules/typescript/bin/tsc');
const types = join(repoRoot, 'node_modules/@types');
let packed: PackedPackage[];
let registry: ChildProcess;

beforeAll(async () => {
  packed = await packPackages(out, version);
  const [port] = await freePorts(1);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"name":"empty","type":"module","private":true}');
  const npmrc = `registry=http://127.0.0.1:${port}/\n//127.0.0.1:${port}/:_authToken=any\n`;
  for (const where of [folder, project]) writeFileSync(join(where, '.npmrc'), npmrc);
  registry = await startRegistry(port!);
});

afterAll(() => {
  registry.kill();
  for (const one of [out, folder]) rmSync(one, { recursive: true, force: true });
});

/** A registry on loopback that takes packages from anyone, and hands on what it lacks. */
async function startRegistry(port: number): Promise<ChildProcess> {
  const { stdout: upstream } = await run('npm', ['config', 'get', 'registry'], { cwd: repoRoot });
  const config = {
    storage: join(folder, 'storage'),
    uplinks: { upstream: { url: upstream.trim() } },
    packages: {
      '@archon/*': { access: '$all', publish: '$all' },
      '**': { access: '$all', proxy: 'upstream' },
    },
    log: { type: 'stdout', level: 'warn' },
  };
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(config));
  const program = join(repoRoot, 'node_modules/.bin/verdaccio');
  const args = ['--config', join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}/-/ping`)).status).toBe(200), 60_000);
  return child;
}

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
    await run('npm', ['install', ...packed.map(({ name }) => `${name}@${version}`)], { cwd: project });
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
