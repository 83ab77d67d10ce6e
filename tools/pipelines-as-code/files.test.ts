import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { parseObjects } from '@archon/testbed/helm';
import { validateObjects } from '@archon/testbed/validate-objects';
import { describe, expect, it } from 'vitest';
import { pipelinesAsCode } from './files.ts';

describe('.tekton/', () => {
  const files = pipelinesAsCode();
  const run = (name: string) => parseObjects(files.find(({ path }) => path === `${name}.yaml`)!.text)[0]!;

  it.each(files)('should be what the chart renders: $path', ({ path, text }) => {
    expect(readFileSync(join(repoRoot, '.tekton', path), 'utf8')).toBe(text);
  });

  it('should be valid Tekton, every field known', () => {
    expect(validateObjects(files.map(({ text }) => text).join('---\n'))).toEqual([]);
  });

  it('should name Tasks and a Pipeline that are there', () => {
    const objects = files.flatMap(({ text }) => parseObjects(text));
    const names = (kind: string) =>
      objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);
    const pipeline = objects.find(({ kind }) => kind === 'Pipeline')!;
    const tasks = pipeline.spec.tasks.map(({ taskRef }: { taskRef: { name: string } }) => taskRef.name);
    expect(new Set(tasks)).toEqual(new Set(names('Task')));
    for (const name of ['push', 'pull-request']) expect(run(name).spec.pipelineRef.name).toBe(pipeline.metadata.name);
  });

  it('should publish a push, and show a pull request no Secret', () => {
    const secretsOf = (name: string) => run(name).spec.workspaces.filter(({ secret }: { secret?: object }) => secret);
    expect(run('push').spec.params).toContainEqual({ name: 'publish', value: 'true' });
    expect(secretsOf('push')).toHaveLength(2);
    expect(run('pull-request').spec.params).toContainEqual({ name: 'publish', value: 'false' });
    expect(secretsOf('pull-request')).toEqual([]);
  });
});
