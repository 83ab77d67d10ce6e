import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '@archon/values';
import { afterAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { resolveTool } from '@archon/testbed/go-tools';
import { type HelmMajor, helmMajors } from '@archon/testbed/helm-command';
import { byKindAndName, parseObjects } from '@archon/testbed/parse-objects';
import { createNamespace, kubectl } from '@archon/testbed/testing/test-cluster';
import { chart } from '../support/chart.ts';
import { renderOn } from '../support/render.ts';
import { serverComplaints } from '../support/server-dry-run.ts';
import { isHook } from '../support/workload.ts';

const folder = mkdtempSync(join(tmpdir(), 'archon-kustomize-'));
cpSync(join(workspaceRoot, 'docs/kustomize'), folder, { recursive: true });
cpSync(chart, join(folder, 'charts/archon-vllm'), { recursive: true });
afterAll(() => rmSync(folder, { recursive: true }));

/** What `kubectl kustomize` makes of the documented file and values, by a Helm. */
function build(helm: HelmMajor, values: object) {
  writeFileSync(join(folder, 'my-values.yaml'), stringify(values));
  return kubectl.run(['kustomize', '--enable-helm', `--helm-command=${resolveTool(`helm${helm}`)}`, folder]);
}

it.each(helmMajors)('should be what Helm renders, with what Kustomize changes, by Helm %i', async (helm) => {
  const values = { preset: 'nvidia-24gb', serviceMonitor: { enabled: true }, networkPolicy: { enabled: false } };
  const { code, stdout, stderr } = await build(helm, values);
  expect(code, stderr).toBe(0);
  const rendered = await renderOn(helm, { valuesObject: values, release: 'archon', namespace: 'archon-system' });
  if (!rendered.ok) throw new Error(rendered.error);
  const expected = rendered.objects.filter((object) => !isHook(object));
  const deployment = expected.find(({ kind }) => kind === 'Deployment')!;
  deployment.metadata.annotations = { ...deployment.metadata.annotations, 'example.com/team': 'inference' };
  expect(parseObjects(stdout).toSorted(byKindAndName)).toEqual(expected.toSorted(byKindAndName));

  const namespace = await createNamespace();
  const manifest = stdout.replaceAll('archon-system', namespace);
  expect(await serverComplaints(namespace, { kustomize: { manifest, objects: parseObjects(manifest) } })).toEqual({});
});

it('should end with the message of the chart where a key is misspelt', async () => {
  const { code, stderr } = await build(4, { preste: 'nvidia-24gb' });
  expect(code).toBe(1);
  expect(stderr).toContain("additional properties 'preste' not allowed");
});
