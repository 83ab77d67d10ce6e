import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveTool } from '@archon/testbed/go-tools';
import { deepMerge } from '@archon/values';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render } from './support/chart.ts';
import { runPipeline } from './support/local-pipeline.ts';
import { signingKey } from './steps/support/keys.ts';
import { Registry } from './steps/support/registry.ts';
import { Repository } from './steps/support/repository.ts';
import { newFolder } from './steps/support/run-step.ts';

/** A repository with a chart that is generated from a text, and a test of it. */
const sources = {
  text: 'a\n',
  'charts/demo/Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.2.3\n',
  'charts/demo/values.yaml': 'text: a\n',
  'charts/demo/templates/config-map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: demo }\n',
};
const environmentUrl = 'https://git.example.com/environment.git';

describe('The rendered pipeline, its steps run with the variables of their Tasks', () => {
  let registry: Registry;
  let key: string;
  beforeAll(async () => void ([registry, key] = await Promise.all([Registry.start(), signingKey()])), 120_000);
  afterAll(() => registry?.stop());

  /** Runs the pipeline for a repository with these files. */
  async function build({
    files = {},
    params = {},
    secrets = {},
  }: Partial<Record<'files' | 'params' | 'secrets', object>>) {
    const source = await Repository.create(deepMerge(sources, files as never) as Record<string, string>);
    const environment = await Repository.create({
      'fleet.yaml': 'version: 0.1.0 # archon-ci: demo version\ndigest: none # archon-ci: demo digest\n',
    });
    const home = newFolder();
    writeFileSync(join(home, '.gitconfig'), `[url "${environment.url}"]\n  insteadOf = ${environmentUrl}\n`);
    const repository = `${registry.address}/${home.split('-').at(-1)!.toLowerCase()}/charts`;
    const objects = await render({
      charts: ['demo'],
      check: {
        install: 'true',
        generate: 'echo "text: $(cat text)" > charts/demo/values.yaml',
        test: 'grep -q a text',
      },
      registry: { repository, plainHttp: true, existingSecret: 'login' },
      signing: { existingSecret: 'key' },
      environment: { url: environmentUrl, existingSecret: 'git' },
      workspace: { existingClaim: 'cache' },
      images: { go: null },
    });
    const login = secret({ '.dockerconfigjson': '{ "auths": {} }' });
    const git = secret({ username: 'robot', password: 'any' });
    const claim = newFolder();
    const workspaces = {
      source: claim,
      'signing-key': key,
      'registry-login': login,
      'environment-credentials': git,
      ...secrets,
    };
    const ended = await runPipeline(objects, { url: source.url, revision: 'main', ...params }, workspaces, home);
    return { ...ended, repository, environment, claim };
  }

  const secret = (files: Record<string, string>): string => {
    const folder = newFolder();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  };

  it('should publish what passes, signed, and write its version into the environment', async () => {
    const { failed, done, results, repository, environment, claim } = await build({});
    expect(failed).toBeUndefined();
    expect(done).toEqual(['clone', 'check', 'publish-demo', 'bump-demo', 'clean']);
    const digest = results['publish-demo.CHART_IMAGE_DIGEST'];
    expect(results['publish-demo.CHART_IMAGE_URL']).toBe(`${repository}/demo`);
    expect(await environment.show('fleet.yaml')).toBe(
      `version: "1.2.3" # archon-ci: demo version\ndigest: "${digest}" # archon-ci: demo digest 1.2.3\n`,
    );
    expect(readdirSync(claim)).not.toContain('run-1');
    const keyring = join(newFolder(), 'pubring.gpg');
    execFileSync('bash', ['-c', 'gpg --dearmor < "$0" > "$1"', join(key, 'public.asc'), keyring]);
    const pulled = newFolder();
    const pull = [
      'pull',
      `oci://${repository}/demo`,
      '--version=1.2.3',
      '--plain-http',
      '--verify',
      `--keyring=${keyring}`,
    ];
    execFileSync(resolveTool('helm4'), [...pull, `--destination=${pulled}`], { stdio: 'pipe' });
    expect(existsSync(join(pulled, 'demo-1.2.3.tgz'))).toBe(true);
  });

  it('should check a pull request, which sees no Secret, and publish nothing', async () => {
    const none = { 'signing-key': '', 'registry-login': '', 'environment-credentials': '' };
    const { failed, done } = await build({ params: { publish: 'false' }, secrets: none });
    expect(failed).toBeUndefined();
    expect(done).toEqual(['clone', 'check', 'clean']);
  });

  it.each([
    ['a chart that is not what its sources say', { text: 'ab\n' }, {}, 'check/generate', 'Run it, and commit'],
    ['a test that fails', { text: 'b\n', 'charts/demo/values.yaml': 'text: b\n' }, {}, 'check/test', 'grep -q a text'],
    ['a key that is not there', {}, { 'signing-key': '' }, 'publish-demo/sign', 'has no private.asc'],
    ['a commit that is not there', {}, {}, 'clone/clone', 'git could not fetch'],
  ])('should stop at %s, and publish nothing', async (what, files, secrets, step, output) => {
    const params = what.startsWith('a commit') ? { revision: 'a'.repeat(40) } : {};
    const { failed, done, repository, environment } = await build({ files, secrets, params });
    expect(failed).toEqual({ step, output: expect.stringContaining(output) });
    expect(done).not.toContain('bump-demo');
    const response = await fetch(`http://${repository.replace('/', '/v2/')}/demo/manifests/1.2.3`);
    expect(response.status).toBe(404);
    expect(await environment.subjects()).toEqual(['change']);
  });
});
