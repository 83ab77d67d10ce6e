import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateChart } from '@archon/generator';
import { problemsOf, textOf } from '@archon/values/testing/problems-of';
import { workspaceRoot } from '@archon/values';
import { inFolder } from '@archon/values/testing/test-model';
import { archonVllm } from './chart.ts';

const sources = [
  'schemas',
  'packages/generator/templates',
  'packages/charts/src/archon-vllm/scripts',
  'package.json',
  'CHANGELOG.md',
];
const templates = 'packages/generator/templates/archon-vllm';
const problemsWith = (changes: Record<string, [string, string]>) =>
  inChangedWorkspace(changes, (workspace) => problemsOf(() => generateChart(workspace, archonVllm)));
const textWith = (changes: Record<string, [string, string]>) =>
  inChangedWorkspace(changes, (workspace) => textOf(() => generateChart(workspace, archonVllm)));

describe('checkChart', () => {
  it('should refuse a value that no template uses, unless there is a reason', () => {
    const added = `
      idle: { type: boolean, default: false, description: Nobody asks. }
      spared: { type: boolean, default: false, x-unused: For a test., description: Nobody asks. }
      labels: { type: object, additionalProperties: { type: string }, default: {}, description: Used whole. }
      toleration: { $ref: "#/definitions/Toleration", default: {}, description: Used whole. }
      resourceName:`;
    const problems = problemsWith({
      'schemas/archon-vllm/gpu.yaml': ['\n      resourceName:', added],
      // The whole of an object of ours is not a use of its leaves; the whole of an open map or of Kubernetes' object is.
      [`${templates}/service.yaml.hbs`]: [
        'spec:\n',
        'spec:\n  a: {{values.gpu}}\n  b: {{values.gpu.labels}}\n  c: {{values.gpu.toleration}}\n',
      ],
    });
    expect(problems).toEqual([
      {
        path: 'gpu.idle',
        message: 'No template uses this value: setting it would do nothing.',
        hint: 'Use it in a template, remove it from schemas/archon-vllm, or give the reason as x-unused.',
      },
    ]);
  });

  it('should refuse what a template has stopped using, all of it', () => {
    const loop =
      '{{#each values.engine.extraArgs as |argument|}}\n            - {{literal argument}}\n            {{/each}}';
    const problems = problemsWith({
      [`${templates}/deployment.yaml.hbs`]: [loop, ''],
      [`${templates}/service.yaml.hbs`]: [' annotations=values.service.annotations', ''],
    });
    // A rule asks for extraArgs still, which does nothing for anyone who sets them.
    expect(problems.map(({ path }) => path)).toEqual(['service.annotations', 'engine.extraArgs']);
  });

  it('should refuse a release and presets that nobody knows, together', () => {
    const problems = problemsWith({
      'schemas/archon-vllm/chart.yaml': ['appVersion: 0.33.0', 'appVersion: 0.33.1'],
      'schemas/archon-vllm/preset.yaml': ['- archon-seed\n', '- nvidia-1tb\n'],
    });
    const either = (name: string) =>
      `The preset "${name}" is either in schemas/archon-vllm or in the chart's definition, but not in both.`;
    expect(problems.map(({ path, message }) => [path, message])).toEqual([
      ['preset', either('archon-seed')],
      ['preset', either('nvidia-1tb')],
      ['appVersion', 'appVersion 0.33.1 is not a release of the catalog.'],
    ]);
  });

  it('should refuse defaults that break a rule under a preset', () => {
    const text = textWith({
      'schemas/archon-vllm/service.yaml': [
        'description: Port on every node',
        'default: 30800\n        description: Port on every node',
      ],
    });
    expect(text).toMatch(/^service\.nodePort\n {2}service\.nodePort needs service\.type NodePort or LoadBalancer/);
  });
});

describe('generateChart', () => {
  it.each([
    [
      'an unknown path in a template',
      `${templates}/service.yaml.hbs`,
      ['{{values.service.port}}', '{{values.service.prt}}'],
      /^packages\/generator\/templates\/archon-vllm\/service\.yaml\.hbs:\d+:13\n {2}There is no "values\.service\.prt"\.\n(.*\n){2} {2}Did you mean "values\.service\.port"\?/,
    ],
    [
      'an unknown path in a partial',
      `packages/generator/templates/common/partials/metadata/labels.hbs`,
      ['computed.release', 'computed.releas'],
      /partials\/metadata\/labels\.hbs:6:28\n {2}There is no "computed\.releas"\./,
    ],
    [
      'an unknown path in a computed value',
      'schemas/archon-vllm/image.yaml',
      ['values.image.release', 'values.image.relase'],
      /schemas\/archon-vllm\/image\.yaml:\d+:\d+\n {2}There is no "values\.image\.relase"\./,
    ],
    [
      'an unknown path in a rule',
      'schemas/archon-vllm/model.yaml',
      ['(not values.model.id)', '(not values.model.di)'],
      /schemas\/archon-vllm\/model\.yaml:\d+:\d+\n {2}There is no "values\.model\.di"\./,
    ],
    [
      'an engine option that is not a flag',
      'schemas/archon-vllm/engine.yaml',
      ['enableLora:', 'enableLoRA:'],
      /"enableLoRA" is not a flag of vLLM/,
    ],
    [
      'a value without a description',
      'schemas/archon-vllm/rollout.yaml',
      ['description: >-\n      Number of pods', 'title: >-\n      Number of pods'],
      /^schemas\/archon-vllm\/rollout\.yaml:4:3 {2}replicas\n {2}A value must have a description\./,
    ],
  ])('should refuse %s', (_, file, change, text) => {
    expect(textWith({ [file]: change as [string, string] })).toMatch(text);
  });

  it('should read CRLF line ends as others', () => {
    const crlf = inChangedWorkspace(
      { [`${templates}/service.yaml.hbs`]: ['kind: Service\n', 'kind: Service\r\n'] },
      (workspace) => generateChart(workspace, archonVllm).find(({ path }) => path === 'templates/service.yaml'),
    );
    expect(crlf!.text).not.toContain('\r');
  });
});

/** Does work in a copy of what charts are generated from, with some texts replaced: by file, what by what. */
function inChangedWorkspace<T>(changes: Record<string, [from: string, to: string]>, work: (workspace: string) => T): T {
  return inFolder({}, (workspace) => {
    for (const source of sources) cpSync(join(workspaceRoot, source), join(workspace, source), { recursive: true });
    for (const [file, [from, to]] of Object.entries(changes)) {
      const text = readFileSync(join(workspace, file), 'utf8');
      if (!text.includes(from)) throw new Error(`${file} does not hold "${from}"`);
      writeFileSync(
        join(workspace, file),
        text.replace(from, () => to),
      );
    }
    return work(workspace);
  });
}
