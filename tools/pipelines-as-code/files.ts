import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { type KubernetesObject, parseObjects, renderChart } from '@archon/testbed/helm';
import { parse, stringify } from 'yaml';

/** A file of .tekton/. */
interface TektonFile {
  path: string;
  text: string;
}

const source = 'ci/pipelines-as-code.yaml';
const prefix = 'pipelinesascode.tekton.dev';

/** When a run starts, and what it does. Pipelines-as-Code fills in what is in double braces. */
const runs = [
  { name: 'push', event: 'push', publish: true },
  { name: 'pull-request', event: 'pull_request', publish: false },
] as const;

/** The files of .tekton/: the Pipeline with its Tasks, and a run for each event. They are what charts/archon-ci renders. */
export function pipelinesAsCode(): TektonFile[] {
  const values = parse(readFileSync(join(repoRoot, source), 'utf8')) as object;
  // The run is part of the TriggerTemplate.
  const webhook = { enabled: true, repository: 'any/repository', existingSecret: 'any' };
  const rendered = renderChart({
    helm: 4,
    chart: join(repoRoot, 'charts/archon-ci'),
    valuesObject: { ...values, source: { url: '' }, webhook },
  });
  if (!rendered.ok) throw new Error(rendered.error);
  const objects = parseObjects(rendered.manifest);
  const [template] = ofKind(objects, 'TriggerTemplate');
  const spec = template!.spec.resourcetemplates[0].spec as RunSpec;
  return [
    file('pipeline.yaml', [...ofKind(objects, 'Pipeline'), ...ofKind(objects, 'Task')].map(bare)),
    ...runs.map((run) => file(`${run.name}.yaml`, [runOf(run, spec)])),
  ];
}

interface RunSpec {
  workspaces: { name: string }[];
  taskRunTemplate: Record<string, unknown>;
  [key: string]: unknown;
}

/** A run; that of a pull request sees no Secret. */
function runOf({ name, event, publish }: (typeof runs)[number], spec: RunSpec): object {
  const { serviceAccountName: _, ...taskRunTemplate } = spec.taskRunTemplate;
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: {
      name: `archon-${name}`,
      annotations: {
        [`${prefix}/on-event`]: `[${event}]`,
        [`${prefix}/on-target-branch`]: '[main]',
        [`${prefix}/max-keep-runs`]: '5',
        [`${prefix}/cancel-in-progress`]: String(!publish),
      },
    },
    spec: {
      ...spec,
      taskRunTemplate,
      params: [
        { name: 'url', value: '{{ repo_url }}' },
        { name: 'revision', value: '{{ revision }}' },
        { name: 'publish', value: String(publish) },
      ],
      workspaces: spec.workspaces.filter(({ name: workspace }) => publish || workspace === 'source'),
    },
  };
}

const ofKind = (objects: KubernetesObject[], kind: string) => objects.filter((object) => object.kind === kind);

/** An object without the namespace and the labels of a release. */
const bare = ({ apiVersion, kind, metadata, spec }: KubernetesObject): object => ({
  apiVersion,
  kind,
  metadata: { name: metadata.name },
  spec,
});

function file(path: string, objects: object[]): TektonFile {
  const banner = `# Generated from charts/archon-ci and ${source} by \`npx tsx tools/pipelines-as-code.ts\`: do not edit.`;
  const texts = objects.map((object) => stringify(object, { lineWidth: 0 }));
  return { path, text: `${banner}\n${texts.join('---\n')}` };
}
