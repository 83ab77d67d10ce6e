import { parse, parseAllDocuments } from 'yaml';
import { validateObjects } from '@archon/testbed/validate-objects';
import { describe, expect, it } from 'vitest';
import { codeBlocks, commandsOf, readPage, valuesFiles } from './support/markdown.ts';
import { notesOf } from './support/notes.ts';
import { problemsOf } from './support/problems.ts';
import { render } from './support/render.ts';
import { containerOf, only, podOf } from './support/workload.ts';

const pages = [
  'charts/archon-vllm/README.md',
  'docs/09-first-hour.md',
  'docs/11-openshift.md',
  'docs/12-air-gapped.md',
];
const files = pages.flatMap((page) => valuesFiles(page).map((values, index) => ({ page, block: index + 1, values })));

describe('my-values.yaml', () => {
  it.each(pages)('should be in %s', (page) => expect(valuesFiles(page).length).toBeGreaterThan(0));

  it.each(files)('should work after block $block of $page', async ({ values }) => {
    expect(problemsOf(values)).toEqual([]);
    const objects = await render({ valuesObject: values });
    expect(validateObjects(objects.map((object) => JSON.stringify(object)).join('\n---\n'))).toEqual([]);
  });

  it.each(pages)('should be in every command of %s, so that none undoes another', (page) => {
    const own = commandsOf(page, 'helm').filter((command) =>
      /^helm (install|upgrade) .*charts\/archon-vllm/.test(command),
    );
    expect(own.length).toBeGreaterThan(0);
    const first = page.endsWith('README.md') ? own.slice(1) : own;
    for (const command of first) expect(command).toMatch(/ -f my-values\.yaml( --|$)(?!.*--set )/);
  });

  it.each(pages.filter((page) => page.startsWith('docs/')))(
    'should be all that a reader needs next to the chart: no npx in %s',
    (page) => expect(readPage(page)).not.toMatch(/^(npx|npm) /m),
  );
});

describe('A page', () => {
  it('should show configurations of other programs as YAML that these read', () => {
    const others = codeBlocks('docs/09-first-hour.md', 'yaml').filter((block) => !block.startsWith('# my-values'));
    expect(others.map((block) => Object.keys(parse(block) as object))).toEqual([
      ['model_list'],
      ['name', 'version', 'schema', 'models'],
    ]);
  });

  it('should show a client in another namespace that finds the Service, its port, its pods and their namespace', async () => {
    const text = readPage('docs/clients/program.yaml');
    expect(validateObjects(text)).toEqual([]);
    const [config, policy, job] = parseAllDocuments(text).map((document) => document.toJS() as any);
    const objects = await render({});
    const service = only(objects, 'Service');
    const { host, pathname } = new URL(config.data.OPENAI_BASE_URL);
    const { name, namespace = 'archon-system' } = service.metadata;
    expect([host, pathname]).toEqual([`${name}.${namespace}.svc.cluster.local:${service.spec.ports[0].port}`, '/v1']);
    expect(config.data.LLM_MODEL).toBe(only(objects, 'ConfigMap').data!.llm_model);
    const { to, ports } = policy.spec.egress[1];
    expect(service.spec.selector).toMatchObject(to[0].podSelector.matchLabels);
    expect(ports).toEqual([{ port: containerOf(objects).ports[0].containerPort, protocol: 'TCP' }]);
    expect(job.spec.template.metadata.labels).toMatchObject(policy.spec.podSelector.matchLabels);
    const firstHour = valuesFiles('docs/09-first-hour.md') as any[];
    const { clients } = firstHour.find(({ networkPolicy }) => networkPolicy).networkPolicy;
    expect(clients).toContainEqual({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': config.metadata.namespace } },
      podSelector: policy.spec.podSelector,
    });
  });

  it('should leave the user ids to OpenShift', async () => {
    const [values] = valuesFiles('docs/11-openshift.md');
    const { securityContext } = podOf(await render({ valuesObject: values }));
    expect(Object.keys(securityContext)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(runAs(User|Group)|fsGroup)$/)]),
    );
    const paths = ['runAsUser', 'runAsGroup', 'fsGroup'].map((key) => `podSecurityContext.${key}`);
    const unset = { ...values, podSecurityContext: {}, unset: paths };
    expect(await render({ valuesObject: unset })).toEqual(await render({ valuesObject: values }));
  });
});

describe.each(['oci', 'git'])('The HelmRelease in docs/flux/%s.yaml', (name) => {
  const text = readPage(`docs/flux/${name}.yaml`);
  const [source, release] = parseAllDocuments(text).map((document) => document.toJS() as any);

  it('should be what Flux knows, every field of it', () => expect(validateObjects(text)).toEqual([]));

  it('should take its chart from the object before it', () => {
    expect(release.kind).toBe('HelmRelease');
    const { kind, name: named } = release.spec.chartRef ?? release.spec.chart.spec.sourceRef;
    expect([kind, named]).toEqual([source.kind, source.metadata.name]);
  });

  it('should wait as long as the chart may take', async () => {
    const notes = await notesOf({ valuesObject: release.spec.values ?? {} });
    const [, seconds] = /helm upgrade --wait --timeout (\d+)s/.exec(notes)!;
    expect(Number.parseInt(release.spec.timeout) * 60).toBeGreaterThanOrEqual(Number(seconds));
  });
});
