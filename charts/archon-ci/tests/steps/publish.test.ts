import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signingKey } from './support/keys.ts';
import { Registry } from './support/registry.ts';
import { Repository } from './support/repository.ts';
import { newFolder, resultFiles, StepRunner } from './support/run-step.ts';

const chartFiles = (version: string, text = 'a') => ({
  'charts/demo/Chart.yaml': `apiVersion: v2\nname: demo\nversion: ${version}\ndescription: a demo\n`,
  'charts/demo/.helmignore': 'tests/\n',
  'charts/demo/tests/not-packaged.yaml': 'a: b\n',
  'charts/demo/values.yaml': 'size: 1\n',
  'charts/demo/templates/config-map.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: demo }\ndata: { text: ${text} }\n`,
});

let registry: Registry;
let key: string;
let otherKey: string;

beforeAll(async () => {
  [registry, key, otherKey] = await Promise.all([Registry.start(), signingKey(), signingKey('a passphrase')]);
}, 120_000);
afterAll(() => registry?.stop());

describe.each([3, 4] as const)('With Helm %i', (helm) => {
  const steps = new StepRunner(helm);

  /** Clones and packages; what the steps after it need to know. */
  async function packaged(version: string, text?: string, more: Record<string, string> = {}) {
    const { url } = await Repository.create({ ...chartFiles(version, text), ...more });
    const task = {
      CHART: 'demo',
      FOLDER: join(newFolder(), 'source'),
      DIST: join(newFolder(), 'dist'),
      ...resultFiles(),
    };
    const cloned = await steps.do('clone', { ...task, URL: url, REVISION: 'main' });
    const { RESULT_COMMIT: COMMIT = '', RESULT_TIME: TIME = '' } = cloned.results;
    const { results } = await steps.do('package', { ...task, CHARTS: 'charts', COMMIT, TIME });
    return {
      ...task,
      COMMIT,
      TIME,
      archive: join(task.DIST, `demo-${results.RESULT_VERSION}.tgz`),
      version: results.RESULT_VERSION!,
      REPOSITORY: `${registry.address}/${newFolder().split('-').at(-1)!.toLowerCase()}/charts`,
      PLAIN_HTTP: 'true',
    };
  }
  type Packaged = Awaited<ReturnType<typeof packaged>>;

  /** Pushes a package; where it is then. */
  async function pushed(chart: Packaged): Promise<{ url: string; digest: string }> {
    const { results } = await steps.do('push', chart);
    return { url: results.RESULT_URL!, digest: results.RESULT_DIGEST! };
  }

  it('should package the same commit to the same bytes', async () => {
    const [first, second] = [await packaged('1.2.3'), await packaged('1.2.3')];
    expect(first.COMMIT).toBe(second.COMMIT);
    expect(readFileSync(first.archive).equals(readFileSync(second.archive))).toBe(true);
    const other = await packaged('1.2.3', 'b');
    expect(readFileSync(first.archive).equals(readFileSync(other.archive))).toBe(false);
  });

  it('should package what is committed, not what a step has changed or git ignores', async () => {
    const chart = await packaged('1.2.3', 'a', { '.gitignore': '.envrc\n' });
    const first = readFileSync(chart.archive);
    writeFileSync(join(chart.FOLDER, 'charts/demo/.envrc'), 'TOKEN=secret\n');
    appendFileSync(join(chart.FOLDER, 'charts/demo/values.yaml'), 'changed: true\n');
    await steps.do('package', { ...chart, CHARTS: 'charts', TIME: chart.TIME });
    expect(readFileSync(chart.archive).equals(first)).toBe(true);
  });

  it('should publish a release by its version, and each commit between releases by its own', async () => {
    expect((await packaged('1.2.3')).version).toBe('1.2.3');
    const { version, COMMIT } = await packaged('1.3.0-dev');
    expect(version).toBe(`1.3.0-dev.20261129120000.g${COMMIT.slice(0, 7)}`);
  });

  it('should refuse a chart that is not there, or has another name', async () => {
    const copy = { 'charts/copy/Chart.yaml': chartFiles('1.2.3')['charts/demo/Chart.yaml'] };
    const { FOLDER, DIST, COMMIT } = await packaged('1.2.3', 'a', copy);
    const variables = { FOLDER, CHARTS: 'charts', COMMIT, TIME: '0', DIST };
    const missing = await steps.run('package', { ...variables, CHART: 'dmo' });
    expect(missing.stderr).toContain('There is no chart in charts/dmo.');
    const renamed = await steps.run('package', { ...variables, CHART: 'copy' });
    expect(renamed.stderr).toContain('The chart in charts/copy is named demo, not copy.');
    expect([missing.code, renamed.code]).toEqual([1, 1]);
  });

  it('should push what it signed, and verify it as a user does', async () => {
    const chart = await packaged('1.2.3');
    await steps.do('sign', { ...chart, KEY: key });
    const { url, digest } = await pushed(chart);
    expect(url).toBe(`${chart.REPOSITORY}/demo`);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const verified = await steps.do('verify', { ...chart, KEY: key });
    expect(verified.stdout).toContain(`Verified ${url} 1.2.3, ${digest}.`);
  });

  it('should sign with a key that has a passphrase', async () => {
    const chart = await packaged('1.2.3');
    await steps.do('sign', { ...chart, KEY: otherKey });
    await pushed(chart);
    await steps.do('verify', { ...chart, KEY: otherKey });
  });

  it('should refuse the signature of another key, and a chart without one', async () => {
    const chart = await packaged('1.2.3');
    await steps.do('sign', { ...chart, KEY: key });
    await pushed(chart);
    const wrong = await steps.run('verify', { ...chart, KEY: otherKey });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/signature made by unknown entity[^]*1\.2\.3 does not pass verification\./);
    const unsigned = await packaged('1.2.3');
    await pushed(unsigned);
    const none = await steps.run('verify', { ...unsigned, KEY: key });
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('does not pass verification');
  });

  it('should refuse a chart that was changed after it was signed', async () => {
    const chart = await packaged('1.2.3');
    await steps.do('sign', { ...chart, KEY: key });
    const other = await packaged('1.2.3', 'b');
    writeFileSync(chart.archive, readFileSync(other.archive));
    await pushed(chart);
    const failed = await steps.run('verify', { ...chart, KEY: key });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('sha256 sum does not match');
  });

  it('should refuse what the registry has replaced', async () => {
    const chart = await packaged('1.2.3');
    const there = await pushed(chart);
    const other = await packaged('1.2.3', 'b');
    const replaced = await pushed(other);
    const named = (url: string, digest: string) =>
      resultFiles({ RESULT_VERSION: '1.2.3', RESULT_URL: url, RESULT_DIGEST: digest });
    const byDigest = await steps.run('verify', { ...chart, ...named(replaced.url, there.digest) });
    expect(byDigest.stderr).toContain(`is ${replaced.digest}, not ${there.digest}, which was pushed.`);
    const byBytes = await steps.run('verify', { ...chart, ...named(replaced.url, replaced.digest) });
    expect(byBytes.stderr).toContain('has other bytes than were pushed.');
  });

  it.each([
    ['no private key', { 'private.asc': null }, 'The Secret with the signing key has no private.asc.'],
    ['what is not a key', { 'private.asc': 'not a key' }, 'private.asc is not an OpenPGP key.'],
    ['a public key alone', { 'private.asc': 'public.asc' }, 'private.asc has a public key only.'],
    ['another passphrase', { passphrase: 'wrong' }, 'gpg could not sign. Is the passphrase right'],
  ])('should not sign with %s', async (_, change, message) => {
    const KEY = newFolder();
    cpSync(otherKey, KEY, { recursive: true });
    for (const [file, text] of Object.entries(change)) {
      if (text === null) rmSync(join(KEY, file));
      else writeFileSync(join(KEY, file), text === 'public.asc' ? readFileSync(join(otherKey, text)) : text);
    }
    const failed = await steps.run('sign', { ...(await packaged('1.2.3')), KEY });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(message);
  });

  it('should publish a version once, and the same content again', async () => {
    const chart = await packaged('1.2.3');
    const first = await pushed(chart);
    expect(await pushed(chart)).toEqual(first);
    const changed = { ...(await packaged('1.2.3', 'b')), REPOSITORY: chart.REPOSITORY };
    const failed = await steps.run('push', changed);
    expect(failed.code).toBe(1);
    expect(failed.results).not.toHaveProperty('RESULT_DIGEST');
    expect(failed.stderr).toContain('has version 1.2.3 already, with other content. Raise the version in Chart.yaml.');
  });

  it('should push nothing where the registry does not answer', async () => {
    const chart = { ...(await packaged('1.2.3')), REPOSITORY: '127.0.0.1:1/charts' };
    const failed = await steps.run('push', chart);
    expect(failed.code).toBe(1);
    expect(failed.results).not.toHaveProperty('RESULT_DIGEST');
    expect(failed.stderr).toContain('127.0.0.1:1/charts does not say whether it has version 1.2.3.');
  });

  it('should push nothing that is not a package', async () => {
    const chart = await packaged('1.2.3');
    mkdirSync(chart.DIST, { recursive: true });
    writeFileSync(chart.archive, 'not a package');
    appendFileSync(chart.archive, '.');
    const failed = await steps.run('push', chart);
    expect(failed.code).toBe(1);
    expect(failed.results).not.toHaveProperty('RESULT_DIGEST');
    expect(failed.stderr).toContain('refuses the chart');
  });
});
