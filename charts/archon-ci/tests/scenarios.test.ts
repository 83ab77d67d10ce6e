import { readFileSync } from 'node:fs';
import { leavesOf, valueAt } from '@archon/values';
import { helmMajors, type KubernetesObject } from '@archon/testbed/helm';
import { run } from '@archon/testbed/kubectl';
import { resolveTool } from '@archon/testbed/go-tools';
import { helmEnvironment } from '@archon/testbed/helm-command';
import { validateObjects } from '@archon/testbed/validate-objects';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { goldenText } from '../../archon-vllm/tests/support/golden.ts';
import { notesOf } from '../../archon-vllm/tests/support/notes.ts';
import { stepNames } from './steps/support/run-step.ts';
import { chart, fileOf, problemsOf, render, scenarios, validation, valuesOf } from './support/chart.ts';
import { stepsOf } from './support/tasks.ts';

describe.each(scenarios)('The scenario %s', (name) => {
  let objects: KubernetesObject[];
  beforeAll(async () => void (objects = await render(valuesOf(name))));

  it('should say in its first line what it is for', () =>
    expect(readFileSync(fileOf(name), 'utf8')).toMatch(/^# .{20,}\.\n/));

  it('should be valid for our own validator', () => expect(problemsOf(valuesOf(name))).toEqual([]));

  it('should be valid Kubernetes and Tekton, every field known', () =>
    expect(validateObjects(objects.map((object) => stringify(object)).join('\n---\n'))).toEqual([]));

  it('should name nothing twice', () => {
    const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('should render as it did', async () => {
    const expected = `__golden__/${name}.yaml`;
    await expect(
      goldenText(objects).replaceAll(/(helm\.sh\/chart: archon-ci)-\S+/g, '$1-<version>'),
    ).toMatchFileSnapshot(expected);
  });

  it('should pin every image', () => {
    const images = objects.flatMap((task) => stepsOf(task).map(({ image }) => image));
    expect(images.length).toBeGreaterThan(3);
    for (const image of images) expect(image).toMatch(/:\d[^:/]*$/);
  });

  it('should print a run that a user can start', async () => {
    const notes = await notesOf({ chart, valuesObject: valuesOf(name), release: 'archon', namespace: 'archon-system' });
    const [, text = ''] = /<<'EOF'\n([^]*?)\nEOF\n/.exec(notes) ?? [];
    const manifest = text.replaceAll(/^ {2}/gm, '');
    const pipeline = objects.find(({ kind }) => kind === 'Pipeline')!.metadata.name;
    expect(parse(manifest)).toMatchObject({ kind: 'PipelineRun', spec: { pipelineRef: { name: pipeline } } });
    expect(validateObjects(manifest.replace('generateName:', 'name:').replace('-\n', '-1\n'))).toEqual([]);
  });

  it.each(helmMajors)('should pass helm %i lint --strict', async (helm) => {
    const args = ['lint', '--strict', chart, '--values', fileOf(name)];
    const { code, stdout, stderr } = await run(resolveTool(`helm${helm}`), args, { env: helmEnvironment() });
    expect(stdout + stderr).toContain('0 chart(s) failed');
    expect(code).toBe(0);
  });
});

describe('The scenarios', () => {
  it('should be these', () =>
    expect(scenarios).toEqual(['default', 'everything', 'gitea', 'github', 'gitlab', 'new-claims']));

  it('should use every step of ci/steps, as it is there', async () => {
    const scripts = (await render(valuesOf('everything'))).flatMap((task) => stepsOf(task).map(({ script }) => script));
    const texts = stepNames.map((name) => readFileSync(`${chart}/../../ci/steps/${name}.sh`, 'utf8'));
    expect([...new Set(scripts)].toSorted()).toEqual(texts.toSorted());
  });

  it('should set every value in "everything", except what another value makes meaningless', () => {
    const hidden = validation.model.features.filter((feature) => feature.hidden).flatMap(({ keys }) => keys);
    const unset = leavesOf(validation.model)
      .filter(({ path }) => !hidden.includes(path[0]!))
      .filter(({ path }) => valueAt(valuesOf('everything'), path) === undefined);
    expect(unset.map(({ path }) => path.join('.'))).toEqual(['signing.allowUnsigned', 'workspace.storageClassName']);
  });
});
