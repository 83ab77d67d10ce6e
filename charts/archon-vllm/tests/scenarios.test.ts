import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { leavesOf, valueAt } from '@archon/values';
import { beforeAll, describe, expect, it } from 'vitest';
import { helmMajors, parseObjects, type KubernetesObject, type HelmMajor } from '@archon/testbed/helm';
import { validateObjects } from '@archon/testbed/validate-objects';
import { helmEnvironment } from '@archon/testbed/helm-command';
import { resolveTool } from '@archon/testbed/go-tools';
import { chart, model } from './support/chart.ts';
import { duplicates } from './support/duplicates.ts';
import { problemsOf } from './support/problems.ts';
import { brokenReferences } from './support/references.ts';
import { renderOn } from './support/render.ts';
import { scenarioFile, scenarios, scenarioValues } from './support/scenarios.ts';
import { containerOf, podOf } from './support/workload.ts';

describe.each(scenarios)('The scenario %s', (name) => {
  const values = scenarioValues(name);
  /** Two renders of each Helm. */
  let manifests: [string, string][];
  let objects: KubernetesObject[];

  beforeAll(async () => {
    const options = { values: [scenarioFile(name)] };
    const manifest = async (helm: 3 | 4) => {
      const result = await renderOn(helm, options);
      if (!result.ok) throw new Error(`Helm ${helm}: ${result.error}`);
      return result.manifest;
    };
    manifests = await Promise.all(helmMajors.map((helm) => Promise.all([manifest(helm), manifest(helm)])));
    objects = parseObjects(manifests[1]![0]);
  });

  it('should say in its first line what it is for', () => {
    expect(readFileSync(scenarioFile(name), 'utf8')).toMatch(/^# .{20,}\.\n/);
  });

  it('should be valid for our own validator', () => expect(problemsOf(values)).toEqual([]));

  it('should render the same bytes twice', () => {
    for (const [first, second] of manifests) expect(first).toBe(second);
  });

  it('should render the same objects on Helm 3 and Helm 4', () => {
    const [older, newer] = manifests.map(([manifest]) => parseObjects(manifest));
    expect(older).toEqual(newer);
  });

  it('should name nothing twice', () => expect(duplicates(objects)).toEqual([]));

  it('should have no reference that leads nowhere', () => {
    const claim = valueAt(values, ['persistence', 'existingClaim']);
    const adapters = valueAt(values, ['lora', 'existingClaim']);
    const account = valueAt(values, ['serviceAccount', 'name']);
    const given = (one: unknown) => (typeof one === 'string' ? [one] : []);
    const serviceAccounts = valueAt(values, ['serviceAccount', 'create']) === true ? [] : given(account);
    expect(brokenReferences(objects, { claims: [claim, adapters].flatMap(given), serviceAccounts })).toEqual([]);
  });

  it('should expand only variables that the container has', () => {
    const { command, args, env } = containerOf(objects);
    const references = [...command, ...args].flatMap((argument: string) =>
      [...argument.replaceAll('$$', '').matchAll(/\$\(([^)]+)\)/g)].map(([, variable]) => variable),
    );
    expect(references).toContain('LLM_MODEL');
    expect(env.map(({ name: variable }: any) => variable)).toEqual(expect.arrayContaining(references));
  });

  it('should pin every image', () => {
    const { containers, initContainers = [] } = podOf(objects);
    for (const { image } of [...containers, ...initContainers]) expect(image).toMatch(/(:v?\d[^:/]*|@sha256:\w{64})$/);
    expect(manifests[1]![0]).not.toMatch(/:latest\b/);
  });

  it('should give names that Kubernetes takes', () => {
    for (const { metadata } of objects) expect(metadata.name).toMatch(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
  });

  it('should select pods by nothing that can change', () => {
    const selectors = objects.flatMap(({ kind, spec }) =>
      kind === 'Deployment' ? [spec.selector.matchLabels] : kind === 'Service' ? [spec.selector] : [],
    );
    expect(selectors.map((selector) => Object.keys(selector))).toEqual([
      ['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app.kubernetes.io/component'],
      ['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app.kubernetes.io/component'],
    ]);
  });
});

describe('The scenarios', () => {
  it('should be valid Kubernetes, every field known', async () => {
    const results = await Promise.all(scenarios.map((name) => renderOn(4, { values: [scenarioFile(name)] })));
    // One run: kubeconform compiles each schema once.
    expect(validateObjects(results.map((result) => (result.ok ? result.manifest : '')).join('\n---\n'))).toEqual([]);
  });

  // The schema, the Helms' words and the objects of each are compared elsewhere; lint looks at the chart as well.
  it.each(helmMajors.flatMap((helm) => ['default', 'everything', 'two-gpus'].map((name) => ({ helm, name }))))(
    'should pass helm $helm lint --strict: $name',
    ({ helm, name }) => {
      const { code, output } = runHelm(helm, ['lint', '--strict', chart, '--values', scenarioFile(name)]);
      expect(output).toContain('0 chart(s) failed');
      expect(output).not.toMatch(/WARNING|ERROR/);
      expect(code).toBe(0);
    },
  );

  it('should be these', () => {
    expect(scenarios).toEqual([
      'archon-seed',
      'cilium',
      'claim-template',
      'default',
      'engine-tls',
      'everything',
      'existing-claim',
      'extra-args',
      'hpa',
      'http-route',
      'inference-pool',
      'keda',
      'lora',
      'minimal',
      'network-policy',
      'nodeport',
      'offline',
      'other-model',
      'own-claim',
      'predownload',
      'release-one',
      'release-two',
      'replicas',
      'root-image',
      'tls-ingress',
      'tracing',
      'two-gpus',
      'watched',
    ]);
  });
});

describe('The scenario "everything"', () => {
  const hidden = model.features.filter((feature) => feature.hidden).flatMap(({ keys }) => keys);
  const leaves = leavesOf(model).filter(({ path }) => !hidden.includes(path[0]!));
  const values = scenarioValues('everything');

  it(`should set every one of the ${leaves.length} values`, () => {
    expect(leaves.length).toBeGreaterThan(100);
    const unset = leaves.map(({ path }) => path).filter((path) => valueAt(values, path) === undefined);
    expect(unset.map((path) => path.join('.')).sort()).toEqual([
      // The rule cilium-without-egress: restrictEgress is false.
      'networkPolicy.cilium.enabled',
      'networkPolicy.cilium.hosts',
      // The rule disruption-budget-both: minAvailable is set.
      'podDisruptionBudget.maxUnavailable',
    ]);
  });

  it('should set each to something else than its default, except where the feature would be off', () => {
    const usual = leaves.filter(
      ({ path }) => JSON.stringify(valueAt(values, path)) === JSON.stringify(valueAt(model.defaults, path)),
    );
    expect(usual.map(({ path }) => path.join('.')).sort()).toEqual([
      // The rule gpu-claim-and-resource: gpu.resourceName is set.
      'gpu.claimTemplate.enabled',
      // The rule gpu-product-selected-twice: nodeSelector has the label.
      'gpu.selectProduct',
      'ingress.enabled',
      // The rule predownload-offline: huggingFace.offline is true.
      'model.predownload',
      'persistence.enabled',
      'podDisruptionBudget.maxUnavailable',
      // The rule monitors-twice: serviceMonitor is on.
      'podMonitor.enabled',
      'probes.liveness.enabled',
      'probes.readiness.enabled',
      'probes.startup.enabled',
    ]);
  });
});

/** Runs one Helm; its exit code, and all that it printed. */
function runHelm(helm: HelmMajor, args: string[]): { code: number | null; output: string } {
  const { status, stdout, stderr, error } = spawnSync(resolveTool(`helm${helm}`), args, {
    encoding: 'utf8',
    env: helmEnvironment(),
  });
  if (error) throw error;
  return { code: status, output: stdout + stderr };
}
