import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repoRoot } from '@archon/testbed/cache-dir';
import { resolveTool } from '@archon/testbed/go-tools';
import { freePorts } from '@archon/testbed/ports';
import { Registry } from '../../charts/archon-ci/tests/steps/support/registry.ts';
import { signingKey } from '../../charts/archon-ci/tests/steps/support/keys.ts';
import { git } from './git.ts';
import { NpmRegistry } from './testing/npm-registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'archon-release-'));
const clone = join(folder, 'archon');
const version = '98.7.6';
let key: string;
let oci: Registry;
let npm: NpmRegistry;

beforeAll(async () => {
  git(folder, 'clone', '--quiet', repoRoot, clone);
  // The same packages, which need no second place on the disk.
  execFileSync('cp', ['--archive', '--link', join(repoRoot, 'node_modules'), clone]);
  for (const [name, value] of [
    ['user.name', 'Archon Test'],
    ['user.email', 'archon@localhost'],
  ])
    git(clone, 'config', name!, value!);
  addChange('- A change that is worth a release.');
  [key, oci, npm] = await Promise.all([signingKey(), Registry.start(), NpmRegistry.start(folder)]);
  makeNotationKey(key);
});

afterAll(async () => {
  npm.stop();
  await oci.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A key for notation, and a certificate that it has signed itself. */
function makeNotationKey(target: string): void {
  const env = { ...process.env, XDG_CONFIG_HOME: folder };
  execFileSync(resolveTool('notation'), ['cert', 'generate-test', 'release'], { env, stdio: 'ignore' });
  for (const end of ['key', 'crt'])
    cpSync(join(folder, 'notation/localkeys', `release.${end}`), join(target, `notation.${end}`));
}

function addChange(line: string): void {
  const file = join(clone, 'CHANGELOG.md');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('## Unreleased\n', `## Unreleased\n\n### Added\n\n${line}\n`));
  git(clone, 'commit', '--quiet', '--all', '--message', 'A change');
}

interface Run {
  readonly code: number;
  readonly text: string;
}

const release = (...args: string[]): Promise<Run> =>
  new Promise((resolve) => {
    const env = { ...process.env, npm_config_userconfig: join(folder, '.npmrc') };
    execFile('npx', ['tsx', 'tools/release.ts', ...args], { cwd: clone, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, text: stdout + stderr }),
    );
  });

/** A registry that lets nobody publish. */
async function refusingRegistry(): Promise<Server> {
  const server = createServer((request, response) => {
    response.writeHead(request.method === 'PUT' ? 403 : 404).end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

/** What refers to the digest of a published chart: the one file of each, by its type. */
async function referrersOf(chart: string): Promise<Record<string, string>> {
  const repository = `http://${oci.address}/v2/charts/${chart}`;
  const get = (path: string) =>
    fetch(`${repository}/${path}`, { headers: { accept: 'application/vnd.oci.image.manifest.v1+json' } });
  const digest = (await get(`manifests/${version}`)).headers.get('docker-content-digest');
  const { manifests } = (await (await get(`referrers/${digest}`)).json()) as { manifests: { digest: string }[] };
  const referrers = manifests.map(async (manifest) => {
    const { artifactType, config, layers, subject } = (await (await get(`manifests/${manifest.digest}`)).json()) as any;
    expect(subject.digest).toBe(digest);
    return [artifactType ?? config.mediaType, await (await get(`blobs/${layers[0].digest}`)).text()] as const;
  });
  const found = await Promise.all(referrers);
  expect(new Set(found.map(([type]) => type)).size).toBe(found.length);
  return Object.fromEntries(found);
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const everything = () => ['--charts', `${oci.address}/charts`, '--plain-http', '--key', key, '--npm', npm.address];
const state = () => [git(clone, 'rev-parse', 'HEAD'), git(clone, 'status', '--porcelain'), git(clone, 'tag')];

describe('npm run release', () => {
  it('should refuse all that is wrong in one run, and change nothing', async () => {
    const before = state();
    appendFileSync(join(clone, 'README.md'), 'not committed\n');
    const { code, text } = await release('0.1.0', '--charts', 'oci://example.com/charts');
    git(clone, 'checkout', '--quiet', 'README.md');
    expect(code).toBe(1);
    expect(text).toContain('These files are not committed; commit or remove them first:\n M README.md\n');
    expect(text).toContain('--charts is an address without a scheme: example.com/charts');
    expect(text).toContain('give --key <folder>, or say --unsigned');
    mkdirSync(join(folder, 'half-key'));
    writeFileSync(join(folder, 'half-key/notation.key'), '');
    expect((await release(version, '--key', join(folder, 'half-key'), '--dry-run')).text).toContain(
      'half-key has no notation.crt, and notation needs a key and its certificate.',
    );
    expect((await release('0.3')).text).toBe('"0.3" is not a version to release (expected e.g. 0.3.0).\n');
    expect((await release(version)).text).toContain('There is nowhere to publish');
    expect(state()).toEqual(before);
  });

  it('should leave no commit and no tag where a key is missing or a registry does not answer', async () => {
    const before = state();
    mkdirSync(join(folder, 'no-key'));
    const noKey = await release(version, ...everything().slice(0, 3), '--key', join(folder, 'no-key'));
    expect(noKey).toMatchObject({ code: 1, text: expect.stringContaining('has no private.asc') as string });
    expect(state()).toEqual(before);
    const [port] = await freePorts(1);
    const silent = await release(
      version,
      `--charts=127.0.0.1:${port}/charts`,
      '--key',
      key,
      `--npm=http://127.0.0.1:${port}`,
    );
    expect(silent.code).toBe(1);
    expect(silent.text).toContain(`https://127.0.0.1:${port}/v2/ does not answer: connect ECONNREFUSED`);
    expect(silent.text).toContain(`http://127.0.0.1:${port}/-/ping does not answer`);
    expect(state()).toEqual(before);
  });

  it('should version, sign, publish and verify charts and packages, and go on where it stopped', async () => {
    const refusing = await refusingRegistry();
    const stopped = await release(version, ...everything().slice(0, 5), '--npm', addressOf(refusing));
    refusing.close();
    expect(stopped.text).toContain('refuses @archon/values');
    expect(git(clone, 'tag', '--points-at', 'HEAD')).toBe(`v${version}`);

    const { code, text } = await release(version, ...everything());
    expect(code, text).toBe(0);
    expect(text).toContain('has version 98.7.6 already, with the same content');
    for (const chart of ['archon-vllm', 'archon-gitops', 'archon-ci'])
      expect(text).toMatch(new RegExp(`oci://${oci.address}/charts/${chart}@sha256:[0-9a-f]{64}`));
    const referrers = await referrersOf('archon-vllm');
    expect(Object.keys(referrers).sort()).toEqual([
      'application/vnd.cncf.notary.signature',
      'application/vnd.cyclonedx+json',
    ]);
    expect(JSON.parse(referrers['application/vnd.cyclonedx+json']!)).toMatchObject({
      components: [{ type: 'container', name: 'docker.io/vllm/vllm-openai' }],
    });
    const manifest = (await (await fetch(`${npm.address}/@archon%2fcli`)).json()) as { versions: object };
    expect(Object.keys(manifest.versions)).toEqual([version]);
    expect(readFileSync(join(clone, 'CHANGELOG.md'), 'utf8')).toMatch(
      /## Unreleased\n\n## 98\.7\.6 - \d{4}-\d\d-\d\d\n/,
    );
    expect(readFileSync(join(clone, 'charts/archon-vllm/Chart.yaml'), 'utf8')).toContain(
      'A change that is worth a release.',
    );
    expect(readFileSync(join(clone, 'charts/archon-vllm/UPGRADING.md'), 'utf8')).toContain(`## 0.2.0 to ${version}\n`);
    // With them UPGRADING.md of the next version is compared.
    const kept = git(clone, 'ls-files', `schemas/*/released/${version}.json`).split('\n');
    expect(kept.map((file) => file.split('/')[1])).toEqual(['archon-ci', 'archon-gitops', 'archon-vllm']);
    expect(git(clone, 'status', '--porcelain')).toBe('');
    const pages = readdirSync(join(clone, 'dist/release'))
      .filter((name) => name.includes('configurator'))
      .sort();
    expect(pages).toEqual([
      `archon-configurator-${version}.html`,
      `archon-configurator-with-helm-${version}.html`,
      'configurator',
    ]);
    expect(readdirSync(join(clone, 'dist/release/configurator')).sort()).toEqual(['helm', 'index.html']);

    addChange('- Another change.');
    expect((await release(version, ...everything())).text).toContain('exists, at another commit');
  });
});
