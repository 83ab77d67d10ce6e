import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presetValues } from '@archon/presets';
import { isRecord } from '@archon/values';
import { afterAll, describe, expect, it } from 'vitest';
import { helmMajors } from '@archon/testbed/helm-command';
import { type EngineOptions, startHelmEngine } from '@archon/testbed/helm-engine';
import { createNamespace, helms } from '@archon/testbed/testing/test-cluster';
import { chart } from '../support/chart.ts';
import { randomValues, type Values } from '../properties/random-values.ts';
import { podSecurity } from '../support/pod-security.ts';
import { printedFiles } from '../support/printed-files.ts';
import { scenarioFile, scenarios } from '../support/scenarios.ts';
import { type Rendered, serverComplaints } from '../support/server-dry-run.ts';

const engine = startHelmEngine();
const printed = mkdtempSync(join(tmpdir(), 'archon-printed-'));
afterAll(() => {
  engine.end();
  rmSync(printed, { recursive: true });
});

/** Those that say themselves that they give up the restricted Pod Security Standard. */
const asRoot = ['ci/archon-seed', 'ci/root-image', 'presets/archon-seed.yaml', 'preset=archon-seed'];

const presets = Object.keys(presetValues);
const cases: Record<string, Pick<EngineOptions, 'values' | 'set'>> = Object.fromEntries([
  ...scenarios.map((name) => [`ci/${name}`, { values: [scenarioFile(name)] }]),
  ...presets.map((name) => [`presets/${name}.yaml`, { values: [join(chart, `presets/${name}.yaml`)] }]),
  ...presets.map((name) => [`preset=${name}`, { set: [`preset=${name}`] }]),
]);

/** The server is asked about one namespace: objects for others are put into it. */
const withObjectsIn = (namespace: string, values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([key, section]) => [
      key,
      isRecord(section) && typeof section['namespace'] === 'string' ? { ...section, namespace } : section,
    ]),
  );

async function render(options: Omit<EngineOptions, 'chart'>): Promise<Rendered> {
  const result = await engine.render({ chart, ...options });
  if (!result.ok) throw new Error(result.error);
  return result;
}

describe('A strict server, in a restricted namespace,', () => {
  it.concurrent.for(helmMajors)(
    'should take every scenario and preset from Helm %i in silence',
    async (helm, context) => {
      const namespace = await createNamespace(podSecurity('restricted'), context.onTestFinished);
      const renders: Record<string, Rendered> = {};
      const set = ['monitoring', 'dashboards'].map((of) => `${of}.namespace=${namespace}`);
      for (const [name, options] of Object.entries(cases)) {
        const own = name === 'ci/everything' ? { ...options, set } : options;
        if (!asRoot.includes(name)) renders[name] = await render({ helm, namespace, ...own });
      }
      expect(Object.keys(renders).length).toBeGreaterThan(2 * presets.length);
      expect(await serverComplaints(namespace, renders)).toEqual({});
    },
  );

  it.concurrent.for(helmMajors)(
    'should take every file that the configurator prints, from Helm %i',
    async (helm, context) => {
      const namespace = await createNamespace(podSecurity('restricted'), context.onTestFinished);
      const files = printedFiles(printed).filter((one) => !one.asRoot);
      expect(files.length).toBeGreaterThan(15);
      const renders: Record<string, Rendered> = {};
      for (const { name, file } of files) renders[name] = await render({ helm, namespace, values: [file] });
      expect(await serverComplaints(namespace, renders)).toEqual({});
    },
  );

  it.concurrent.for(asRoot)('should warn of the Deployment and refuse the pod of %s', async (name, context) => {
    const namespace = await createNamespace(podSecurity('restricted'), context.onTestFinished);
    const renders = { [name]: await render({ helm: 4, namespace, ...cases[name] }) };
    const complaint = (await serverComplaints(namespace, renders))[name]!;
    expect(complaint.split('\n').filter(Boolean)).toEqual([
      expect.stringMatching(/^Warning: would violate PodSecurity "restricted:v[\d.]+": .*runAsNonRoot=false/),
      expect.stringMatching(/pods "vllm-test" is forbidden: violates PodSecurity/),
      'exit code 1',
    ]);
  });

  it.concurrent('should complain of a field that it does not know', async ({ onTestFinished }) => {
    const namespace = await createNamespace(podSecurity('restricted'), onTestFinished);
    const good = await render({ helm: 4, namespace });
    const bad = { ...good, manifest: good.manifest.replace('enableServiceLinks:', 'enableServiceLink:') };
    const complaints = await serverComplaints(namespace, { good, bad });
    expect(complaints).toEqual({ bad: expect.stringContaining('enableServiceLink: field not declared in schema') });
  });
});

describe.each(helmMajors)('helm install --dry-run=server by Helm %i', (helm) => {
  // The two Helms differ by what a chart uses, not by the preset.
  const asked = Object.entries(cases).filter(
    ([name]) => name.startsWith('ci/') || (helm === 4 && name.startsWith('preset=')),
  );
  it.concurrent.for(asked)('should say nothing against %s', async ([, { values = [], set = [] }]) => {
    const files = values.map((file) => `--values=${file}`);
    const settings = set.map((one) => `--set=${one}`);
    const args = ['install', 'archon', chart, '--namespace=default', '--dry-run=server', ...files, ...settings];
    expect(await helms[helm].run(args)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('Random valid values', () => {
  it('should render what a server takes', async () => {
    const namespace = await createNamespace();
    const renders: Record<string, Rendered> = {};
    for (const [index, values] of randomValues(100, 7).entries()) {
      const helm = helmMajors[index % 2]!;
      const valuesObject = withObjectsIn(namespace, values);
      renders[JSON.stringify(valuesObject)] = await render({ helm, namespace, valuesObject });
    }
    expect(await serverComplaints(namespace, renders)).toEqual({});
  });
});
