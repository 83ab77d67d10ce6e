import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Repository } from './support/repository.ts';
import { newFolder, StepRunner } from './support/run-step.ts';

const steps = new StepRunner();
const DIGEST = `sha256:${'d'.repeat(64)}`;
const fleet = (version: string, digest = 'sha256:old', of = '') => `servers:
  coder:
    # the version is written by archon-ci
    chart: archon-vllm
    version: ${version} # archon-ci: archon-vllm version
    digest: ${digest}   # archon-ci: archon-vllm digest${of && ` ${of}`}
  other:
    version: 9.9.9 # archon-ci: another-chart version
`;

async function checkout({ url }: Repository): Promise<string> {
  const FOLDER = join(newFolder(), 'environment');
  await steps.do('clone', { URL: url, REVISION: 'main', FOLDER });
  return FOLDER;
}

const bump = (FOLDER: string, VERSION: string) =>
  steps.run('bump', {
    FOLDER,
    BRANCH: 'main',
    CHART: 'archon-vllm',
    VERSION,
    DIGEST,
    AUTHOR_NAME: 'archon-ci',
    AUTHOR_EMAIL: 'archon-ci@localhost',
  });

describe('The step bump', () => {
  it('should write version and digest into the lines that are marked, and nothing else', async () => {
    const repository = await Repository.create({ 'prod/fleet.yaml': fleet('0.1.0'), 'README.md': fleet('0.1.0') });
    const done = await bump(await checkout(repository), '0.2.0');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(await repository.show('prod/fleet.yaml')).toBe(fleet('"0.2.0"', `"${DIGEST}"`, '0.2.0'));
    expect(await repository.show('README.md')).toBe(fleet('0.1.0'));
    expect(await repository.subjects()).toEqual(['archon-vllm 0.2.0', 'change']);
  });

  it('should push on top of what others have pushed meanwhile', async () => {
    const repository = await Repository.create({ 'fleet.yaml': fleet('0.1.0') });
    const folder = await checkout(repository);
    await repository.commit({ 'other.yaml': 'a: b\n' });
    expect(await bump(folder, '0.2.0')).toMatchObject({ code: 0 });
    expect(await repository.show('fleet.yaml')).toContain('version: "0.2.0" #');
    expect(await repository.subjects()).toEqual(['archon-vllm 0.2.0', 'change', 'change']);
  });

  it('should make no commit where nothing changes', async () => {
    const repository = await Repository.create({ 'fleet.yaml': fleet('0.2.0', DIGEST, '0.2.0') });
    await bump(await checkout(repository), '0.2.0');
    const again = await bump(await checkout(repository), '0.2.0');
    expect(again.stdout).toContain('Nothing to change for archon-vllm 0.2.0.');
    expect(again.code).toBe(0);
  });

  it.each([
    ['0.3.0-dev.20261129120000.gaaaaaaa', '0.3.0-dev.20261128120000.gbbbbbbb'],
    ['0.3.0', '0.3.0-dev.20261129120000.gaaaaaaa'],
    ['0.10.0', '0.9.0'],
  ])('should not put %s back to %s', async (current, earlier) => {
    const repository = await Repository.create({ 'fleet.yaml': fleet(`"${current}"`) });
    const done = await bump(await checkout(repository), earlier);
    expect(done.stdout).toContain(`The environment has archon-vllm ${current}, which is later than ${earlier}.`);
    expect(await repository.subjects()).toEqual(['change']);
    const onward = await Repository.create({ 'fleet.yaml': fleet(earlier) });
    await bump(await checkout(onward), current);
    expect(await onward.show('fleet.yaml')).toContain(`version: "${current}" #`);
  });

  it('should compare each line by itself, and a digest by the version behind its mark', async () => {
    const repository = await Repository.create({
      'canary.yaml': 'version: 0.4.0 # archon-ci: archon-vllm version\n',
      'prod.yaml': 'version: 0.2.0 # archon-ci: archon-vllm version\n',
      'pinned.yaml': 'digest: sha256:newer # archon-ci: archon-vllm digest 0.3.5\n',
    });
    const done = await bump(await checkout(repository), '0.3.4');
    expect(done.stdout).toContain('The environment has archon-vllm 0.4.0, which is later than 0.3.4.');
    expect(done.stdout).toContain('The environment has archon-vllm 0.3.5, which is later than 0.3.4.');
    expect(await repository.show('canary.yaml')).toContain('version: 0.4.0 #');
    expect(await repository.show('prod.yaml')).toContain('version: "0.3.4" #');
    expect(await repository.show('pinned.yaml')).toContain('digest: sha256:newer #');
    await bump(await checkout(repository), '0.3.6');
    expect(await repository.show('pinned.yaml')).toBe(`digest: "${DIGEST}" # archon-ci: archon-vllm digest 0.3.6\n`);
  });

  it('should say what to do where no line is marked', async () => {
    const repository = await Repository.create({ 'fleet.yaml': 'version: 0.1.0\n' });
    const failed = await bump(await checkout(repository), '0.2.0');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('ends with "# archon-ci: archon-vllm version"');
  });

  it('should refuse a marked line that it cannot change', async () => {
    const repository = await Repository.create({ 'fleet.yaml': '- 0.1.0 # archon-ci: archon-vllm version\n' });
    const failed = await bump(await checkout(repository), '0.2.0');
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('The line in fleet.yaml with "# archon-ci: archon-vllm version" is not');
    expect(await repository.subjects()).toEqual(['change']);
  });
});
