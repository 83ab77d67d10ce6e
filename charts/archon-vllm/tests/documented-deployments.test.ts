import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@archon/values';
import { validateObjects } from '@archon/testbed/validate-objects';
import { describe, expect, it } from 'vitest';
import { deploymentFile, deployments, deploymentValues } from './support/deployments.ts';
import { duplicates } from './support/duplicates.ts';
import { notesOf } from './support/notes.ts';
import { problemsOf } from './support/problems.ts';
import { render } from './support/render.ts';
import { containerOf, podOf } from './support/workload.ts';

const page = readFileSync(join(workspaceRoot, 'docs/08-real-deployments.md'), 'utf8');
const objectsOf = (name: string) => render({ values: [deploymentFile(name)] });

describe.each(deployments)('The deployment %s', (name) => {
  it('should be valid for our own validator', () => expect(problemsOf(deploymentValues(name))).toEqual([]));

  it('should render the same on both Helms, what Kubernetes knows, and nothing twice', async () => {
    const objects = await objectsOf(name);
    expect(duplicates(objects)).toEqual([]);
    expect(validateObjects(objects.map((object) => JSON.stringify(object)).join('\n---\n'))).toEqual([]);
  });

  it('should have no objects of its own where there is a value', () => {
    expect(Object.keys(deploymentValues(name))).not.toContain('extraObjects');
  });

  it('should hold no secret and no address of its origin', async () => {
    const text = readFileSync(deploymentFile(name), 'utf8');
    expect(text).not.toMatch(/hf_[A-Za-z0-9]{8}|\bsk-|BEGIN [A-Z ]*PRIVATE KEY/);
    const hosts = text.match(/(?<=host(?:name)?s?: \[?)[a-z0-9-]+(\.[a-z0-9-]+)+/g) ?? [];
    expect(hosts.filter((host) => !host.endsWith('.example.com'))).toEqual([]);
    const { env } = containerOf(await objectsOf(name));
    const secret = (variable: string) => /(TOKEN|_KEY|SECRET|PASSWORD)$/.test(variable);
    expect(env.filter((one: any) => secret(one.name) && one.value !== undefined)).toEqual([]);
  });

  it('should be described on the page', () => expect(page).toContain(`[${name}](deployments/${name}.yaml)`));
});

describe('The deployments', () => {
  it('should be the thirteen of the page', () => {
    const described = [...page.matchAll(/\]\(deployments\/([a-z0-9-]+)\.yaml\)/g)].map(([, name]) => name);
    expect([...new Set(described)].sort()).toEqual(deployments);
    expect(deployments).toHaveLength(13);
  });
});

describe('A deployment without an NVIDIA GPU', () => {
  const others = deployments.filter((name) => /^(amd|cpu|intel)-/.test(name));

  it('should be one for AMD, Intel and CPU at least', () => expect(others.length).toBeGreaterThanOrEqual(4));

  it.each(others)('should say nothing of NVIDIA, CUDA or a RuntimeClass: %s', async (name) => {
    expect(await notesOf({ values: [deploymentFile(name)] })).not.toMatch(/nvidia|cuda|runtimeclass/i);
    expect(podOf(await objectsOf(name)).runtimeClassName).toBeUndefined();
  });

  it('should request no GPU for vLLM on the CPU', async () => {
    const { resources } = containerOf(await objectsOf('cpu-small-nodes'));
    expect(Object.keys(resources.limits).toSorted()).toEqual(['cpu', 'memory']);
  });
});
