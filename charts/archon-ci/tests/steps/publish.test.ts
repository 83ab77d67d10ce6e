import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signingKey } from './support/keys.ts';
import { Registry } from './support/registry.ts';
import { Repository } from './support/repository.ts';
import { newFolder, StepRunner } from './support/run-step.ts';

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
  const CHART = 'demo';

  /** Clones and packages; what the steps after it need to know. */
  async function packaged(version: string, text?: string) {
    const { url } = await Repository.create(chartFiles(version, text));
    const FOLDER = join(newFolder(), 'source');
    const { results } = await steps.do('clone', { URL: url, REVISION: 'main', FOLDER }, [
      'RESULT_COMMIT',
      'RESULT_TIME',
    ]);
    const DIST = join(newFolder(), 'dist');
    const made = await steps.do(
      'package',
      { FOLDER, CHART, CHARTS: 'charts', COMMIT: results.RESULT_COMMIT!, TIME: results.RESULT_TIME!, DIST },
      ['RESULT_VERSION'],
    );
    const VERSION = made.results.RESULT_VERSION!;
    const archive = join(DIST, `demo-${VERSION}.tgz`);
    const REPOSITORY = `${registry.address}/${newFolder().split('-').at(-1)!.toLowerCase()}/charts`;
    return { FOLDER, DIST, CHART, VERSION, archive, REPOSITORY, PLAIN_HTTP: 'true', commit: results.RESULT_COMMIT! };
  }
  type Packaged = Awaited<ReturnType<typeof packaged>>;

  /** Pushes a package; where it is then. */
  async function pushed({ DIST, VERSION, REPOSITORY, PLAIN_HTTP }: Packaged) {
    const { results } = await steps.do('push', { DIST, CHART, VERSION, REPOSITORY, PLAIN_HTTP }, [
      'RESULT_URL',
      'RESULT_DIGEST',
    ]);
    return { DIST, CHART, VERSION, PLAIN_HTTP, URL: results.RESULT_URL!, DIGEST: results.RESULT_DIGEST! };
  }

  it('should package the same commit to the same bytes', async () => {
    const [first, second] = [await packaged('1.2.3'), await packaged('1.2.3')];
    expect(first.commit).toBe(second.commit);
    expect(readFileSync(first.archive).equals(readFileSync(second.archive))).toBe(true);
    const other = await packaged('1.2.3', 'b');
    expect(readFileSync(first.archive).equals(readFileSync(other.archive))).toBe(false);
  });

  it('should publish a release by its version, and each commit between releases by its own', async () => {
    expect((await packaged('1.2.3')).VERSION).toBe('1.2.3');
    const { VERSION, commit } = await packaged('1.3.0-dev');
    expect(VERSION).toBe(`1.3.0-dev.20261129120000.g${commit.slice(0, 7)}`);
  });

  it('should refuse a chart that is not there, or has another name', async () => {
    const { FOLDER, DIST } = await packaged('1.2.3');
    const variables = { FOLDER, CHARTS: 'charts', COMMIT: 'a', TIME: '0', DIST };
    const missing = await steps.run('package', { ...variables, CHART: 'dmo' }, ['RESULT_VERSION']);
    expect(missing.stderr).toContain('There is no chart in charts/dmo.');
    cpSync(join(FOLDER, 'charts/demo'), join(FOLDER, 'charts/copy'), { recursive: true });
    const renamed = await steps.run('package', { ...variables, CHART: 'copy' }, ['RESULT_VERSION']);
    expect(renamed.stderr).toContain('The chart in charts/copy is named demo, not copy.');
    expect([missing.code, renamed.code]).toEqual([1, 1]);
  });

  it('should push what it signed, and verify it as a user does', async () => {
    const chart = await packaged('1.2.3');
    await steps.do('sign', { ...chart, KEY: key });
    const there = await pushed(chart);
    expect(there.URL).toBe(`${chart.REPOSITORY}/demo`);
    expect(there.DIGEST).toMatch(/^sha256:[0-9a-f]{64}$/);
    const verified = await steps.do('verify', { ...there, KEY: key });
    expect(verified.stdout).toContain(`Verified ${there.URL} 1.2.3, ${there.DIGEST}.`);
  });

  it('should sign with a key that has a passphrase', async () => {
    const chart = await packaged('1.2.3');
    await steps.do('sign', { ...chart, KEY: otherKey });
    await steps.do('verify', { ...(await pushed(chart)), KEY: otherKey });
  });

  it('should refuse the signature of another key, and a chart without one', async () => {
    const chart = await packaged('1.2.3');
    await steps.do('sign', { ...chart, KEY: key });
    const wrong = await steps.run('verify', { ...(await pushed(chart)), KEY: otherKey });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/signature made by unknown entity[^]*1\.2\.3 does not pass verification\./);
    const unsigned = await packaged('1.2.3');
    const none = await steps.run('verify', { ...(await pushed(unsigned)), KEY: key });
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('does not pass verification');
  });

  it('should refuse a chart that was changed after it was signed', async () => {
    const chart = await packaged('1.2.3');
    await steps.do('sign', { ...chart, KEY: key });
    const other = await packaged('1.2.3', 'b');
    writeFileSync(chart.archive, readFileSync(other.archive));
    const failed = await steps.run('verify', { ...(await pushed(chart)), KEY: key });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('sha256 sum does not match');
  });

  it('should refuse what the registry has replaced', async () => {
    const chart = await packaged('1.2.3');
    const there = await pushed(chart);
    const replaced = await pushed({ ...(await packaged('1.2.3', 'b')), REPOSITORY: `${chart.REPOSITORY}/b` });
    const digest = await steps.run('verify', { ...there, URL: replaced.URL });
    expect(digest.stderr).toContain(`is ${replaced.DIGEST}, not ${there.DIGEST}, which was pushed.`);
    const bytes = await steps.run('verify', { ...there, URL: replaced.URL, DIGEST: replaced.DIGEST });
    expect(bytes.stderr).toContain('has other bytes than were pushed.');
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
    const failed = await steps.run('push', changed, ['RESULT_URL', 'RESULT_DIGEST']);
    expect(failed).toMatchObject({ code: 1, results: {} });
    expect(failed.stderr).toContain('has version 1.2.3 already, with other content. Raise the version in Chart.yaml.');
  });

  it('should push nothing where the registry does not answer', async () => {
    const chart = { ...(await packaged('1.2.3')), REPOSITORY: '127.0.0.1:1/charts' };
    const failed = await steps.run('push', chart, ['RESULT_URL', 'RESULT_DIGEST']);
    expect(failed).toMatchObject({ code: 1, results: {} });
    expect(failed.stderr).toContain('127.0.0.1:1/charts does not say whether it has version 1.2.3.');
  });

  it('should push nothing that is not a package', async () => {
    const chart = await packaged('1.2.3');
    mkdirSync(chart.DIST, { recursive: true });
    writeFileSync(chart.archive, 'not a package');
    appendFileSync(chart.archive, '.');
    const failed = await steps.run('push', chart, ['RESULT_URL', 'RESULT_DIGEST']);
    expect(failed).toMatchObject({ code: 1, results: {} });
    expect(failed.stderr).toContain('refuses the chart');
  });
});
