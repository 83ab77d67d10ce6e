import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { AboutHelm } from '@archon/web/about-helm';
import { repoRoot } from '@archon/testbed/cache-dir';
import { packPackages, type PackedPackage } from './pack-packages.ts';
import { NpmRegistry } from './testing/npm-registry.ts';

const run = promisify(execFile);
mkdirSync(join(repoRoot, 'dist'), { recursive: true });
const out = mkdtempSync(join(repoRoot, 'dist/npm-'));
const folder = mkdtempSync(join(tmpdir(), 'archon-npm-'));
const project = join(folder, 'project');
const version = '9.8.7';
const compiler = join(repoRoot, 'node_modules/@typescript/native/bin/tsc');
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

  it('should have a command that needs nothing next to it', async () => {
    const alone = join(folder, 'alone');
    mkdirSync(alone);
    writeFileSync(join(alone, 'package.json'), '{"name":"alone","private":true}');
    const { file } = packed.find(({ name }) => name === '@archon/cli')!;
    await run('npm', ['install', '--offline', file], { cwd: alone });
    expect(readdirSync(join(alone, 'node_modules/@archon'))).toEqual(['cli']);
    writeFileSync(join(alone, 'values.yaml'), 'preset: nvidia-24gb\n');
    writeFileSync(join(alone, 'typo.yaml'), 'presett: nvidia-24gb\n');
    const archon = (...args: string[]) => run('npx', ['archon', ...args], { cwd: alone });
    expect((await archon('validate', 'values.yaml')).stdout).toContain('valid  values.yaml');
    await expect(archon('validate', 'typo.yaml')).rejects.toThrow('Did you mean "preset"?');
  });

  it('should serve the page with Helm where there is no Go', async () => {
    const alone = join(folder, 'alone');
    const program = join(alone, 'node_modules/@archon/cli/packages/cli/bin/archon.js');
    const server = spawn(process.execPath, [program, 'web', '--port', '0'], {
      env: { PATH: '/nowhere' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
    const about = (await (await fetch(`${line}helm/about.json`)).json()) as AboutHelm;
    const zipped = Buffer.from(await (await fetch(`${line}helm/helm.wasm.gz`)).arrayBuffer());
    server.kill();
    expect(about.chart).toMatch(/^archon-vllm \d/);
    const { bytes, sha256 } = about.files['helm.wasm'];
    const unzipped = gunzipSync(zipped);
    expect(unzipped.length).toBe(bytes);
    expect(createHash('sha256').update(unzipped).digest('hex')).toBe(sha256);
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
    await archon('web', '--out', 'page.html');
    expect(readFileSync(join(project, 'page.html'), 'utf8')).toContain('<title>Archon configurator</title>');
    const nowhere = archon('doctor', '--kubeconfig', 'missing');
    await expect(nowhere).rejects.toThrow('The kubeconfig does not exist.');
    // The cluster of the tests, by the client that is in the bundle
    const { stdout: seen } = await archon(
      'doctor',
      '--kubeconfig',
      inject('kubeconfig'),
      '-f',
      'values.yaml',
      '--json',
    ).catch((error: { stdout: string }) => error);
    expect((JSON.parse(seen) as { findings: object[] }).findings).toContainEqual(
      expect.objectContaining({ seen: 'The RuntimeClass nvidia exists.' }),
    );
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
