import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartModel, compareFiles, generateChart } from '@archon/generator';
import { presets, presetValues } from '@archon/presets';
import { findFlag } from '@archon/sizing';
import {
  deepMerge,
  effectiveValues,
  isRecord,
  leavesOf,
  parseYamlFile,
  schemaProblems,
  validateValues,
  valueAt,
  workspaceRoot,
} from '@archon/values';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { activeDefaults } from '@archon/values/merge-values';
import { archonVllm } from './chart.ts';

const files = generateChart(workspaceRoot, archonVllm);
const textOf = (path: string) => files.find((file) => file.path === path)!.text;
const yamlOf = (path: string, text = textOf(path)) => parseYamlFile(path, text);
const validation = chartModel(workspaceRoot, archonVllm);
const { model } = validation;
const hidden = model.features.flatMap((feature) => (feature.hidden ? feature.keys : []));

describe('the chart', () => {
  it('should be the same when generated twice', () => {
    expect(generateChart(workspaceRoot, archonVllm)).toEqual(files);
  });

  it('should be what is committed', () => {
    expect(compareFiles(join(workspaceRoot, 'charts/archon-vllm'), files)).toEqual({
      missing: [],
      different: [],
      stale: [],
    });
  });

  it('should hold these files, in order', () => {
    expect(files.map(({ path }) => path)).toEqual([
      '.helmignore',
      'Chart.yaml',
      'README.md',
      'UPGRADING.md',
      'files/choices.json',
      ...['cache', 'gpus', 'latency', 'overview', 'queue'].map((name) => `files/dashboards/vllm-${name}.json`),
      'files/defaults.json',
      'files/engine-flags.json',
      'files/flags.json',
      'files/metrics.json',
      'files/models.json',
      'files/option-keys.json',
      ...presets.map(({ name }) => `files/presets/${name}.json`).sort(),
      'files/releases.json',
      'files/scripts/download.py',
      'files/sizing/behaviours.json',
      'files/sizing/gpus.json',
      'files/sizing/models.json',
      'files/sizing/releases.json',
      'files/variables.json',
      ...presets.map(({ name }) => `presets/${name}.yaml`).sort(),
      'templates/NOTES.txt',
      ...[
        'access',
        'computed',
        'containers',
        'environment',
        'functions',
        'hardware',
        'ingress',
        'known-names',
        'lora',
        'metadata',
        'metrics',
        'model-id',
        'model-task',
        'monitoring',
        'names',
        'network-policy',
        'objects',
        'pod',
        'releases',
        'resources',
        'route',
        'scaling',
        'scheduling',
        'service',
        'text',
        'values',
      ].map((name) => `templates/_${name}.tpl`),
      'templates/checks.yaml',
      'templates/cilium-network-policy.yaml',
      'templates/config-map.yaml',
      'templates/dashboards.yaml',
      'templates/deployment.yaml',
      'templates/extra-objects.yaml',
      'templates/helm-test.yaml',
      'templates/horizontal-pod-autoscaler.yaml',
      'templates/http-route.yaml',
      'templates/inference-pool.yaml',
      'templates/ingress.yaml',
      'templates/network-policy.yaml',
      'templates/persistent-volume-claim.yaml',
      'templates/pod-disruption-budget.yaml',
      'templates/pod-monitor.yaml',
      'templates/prometheus-rule.yaml',
      'templates/resource-claim-template.yaml',
      'templates/scaled-object.yaml',
      'templates/service-account.yaml',
      'templates/service-monitor.yaml',
      'templates/service.yaml',
      'values.schema.json',
      'values.yaml',
    ]);
  });

  it('should say in each file that can where it comes from', () => {
    for (const { path, text } of files.filter((file) => !/\.(json|py)$/.test(file.path)))
      expect(text.split('\n')[0], path).toMatch(/Generated from \S+.* by `npx nx run generator:build`: do not edit\./);
  });

  it('should end each file with one line break, and hold no other line ends', () => {
    for (const { path, text } of files) {
      expect(text, path).toMatch(/[^\n]\n$/);
      expect(text, path).not.toMatch(/\r|[ \t]\n/);
    }
  });
});

describe('Chart.yaml', () => {
  const chart = yamlOf('Chart.yaml').value as Record<string, any>;

  it('should say what the chart is', () => {
    const { version } = JSON.parse(readFileSync(join(workspaceRoot, 'package.json'), 'utf8'));
    const { name, description, appVersion, kubeVersion, keywords, sources } = model.root;
    expect(chart).toEqual({
      apiVersion: 'v2',
      type: 'application',
      name,
      description,
      version,
      appVersion,
      kubeVersion,
      keywords,
      sources,
      annotations: expect.objectContaining(model.root.annotations),
    });
  });

  it('should tell Artifact Hub its images and changes', () => {
    expect(yamlOf('images', chart.annotations['artifacthub.io/images']).value).toEqual([
      { name: 'vllm', image: `docker.io/vllm/vllm-openai:v${model.root.appVersion}` },
    ]);
    const text = chart.annotations['artifacthub.io/changes'];
    // The entries of a version in development are not final.
    expect(text === undefined).toBe(chart.version.endsWith('-dev'));
    const changes = text === undefined ? [] : (yamlOf('changes', text).value as Record<string, string>[]);
    for (const change of changes)
      expect(change).toEqual({
        kind: expect.stringMatching(/^(added|changed|deprecated|removed|fixed|security)$/),
        description: expect.any(String),
      });
  });
});

/**
 * Brings back the YAML in comments. Convention: a block of comment lines that begins with `# key:` is YAML
 * which takes its level of comment off; examples of active keys are below "For example:", and descriptions are prose.
 */
function uncomment(text: string): string {
  let indent: string | undefined;
  let example = false;
  return text
    .split('\n')
    .map((line) => {
      const [, blanks, comment] = /^( *)#(?: (.*))?$/.exec(line) ?? [];
      if (blanks === undefined) {
        indent = undefined;
        example = false;
        return line;
      }
      if (comment === 'For example:') example = true;
      if (!example && indent === undefined && /^[a-z][A-Za-z]*:(?: |$)/.test(comment ?? '')) indent = blanks;
      return indent === undefined ? line : `${blanks}${comment ?? ''}`;
    })
    .join('\n');
}

describe('values.yaml', () => {
  it('should set the defaults, and nothing that presets own', () => {
    const { ...active } = activeDefaults(model);
    for (const key of hidden) delete active[key];
    expect(yamlOf('values.yaml').value).toEqual(active);
  });

  it('should be valid YAML for Helm when all of it is brought back, with every value in it', () => {
    const file = yamlOf('values.yaml', uncomment(textOf('values.yaml')));
    expect(schemaProblems(model, file)).toEqual([]);
    const missing = leavesOf(model).filter(
      ({ path }) => !hidden.includes(path[0]!) && valueAt(file.value, path) === undefined,
    );
    expect(missing.map(({ path }) => path.join('.'))).toEqual([]);
  });

  it('should show what the default preset sets', () => {
    const { value } = yamlOf('values.yaml', uncomment(textOf('values.yaml')));
    const preset = presetValues[String(model.defaults.preset)]!;
    expect(value).toMatchObject(deepMerge(preset.hardware!, preset.model!));
  });

  it('should fit on a line', () => {
    for (const line of textOf('values.yaml').split('\n').slice(1)) expect(line.length, line).toBeLessThanOrEqual(120);
  });
});

describe('values.schema.json', () => {
  const schema = JSON.parse(textOf('values.schema.json')) as Record<string, unknown>;
  const nodes = (node: unknown, path = ''): [string, Record<string, unknown>][] => {
    if (Array.isArray(node)) return node.flatMap((item, index) => nodes(item, `${path}/${index}`));
    return isRecord(node)
      ? [[path, node], ...Object.entries(node).flatMap(([key, child]) => nodes(child, `${path}/${key}`))]
      : [];
  };

  it('should be draft-07, and compile strictly', () => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(() => new Ajv({ strict: true, allowUnionTypes: true }).compile(schema)).not.toThrow();
  });

  it('should accept values.yaml', () => {
    const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);
    expect(validate(yamlOf('values.yaml').value) ? [] : validate.errors).toEqual([]);
  });

  it('should be self-contained, without keywords of ours', () => {
    const keys = nodes(schema).flatMap(([, node]) => Object.keys(node));
    expect(keys.filter((key) => key.startsWith('x-') || key === '$id' || key === '$defs')).toEqual([]);
    const refs = nodes(schema).flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref] : []));
    const definitions = Object.keys(schema.definitions as object).map((name) => `#/definitions/${name}`);
    expect([...new Set(refs)].sort()).toEqual(definitions.sort());
  });

  it('should close every map but those that are open in Kubernetes, in vLLM, or in Helm', () => {
    const isObject = ({ type, properties }: Record<string, unknown>) =>
      [type].flat().includes('object') || isRecord(properties);
    // A condition adds to an object that is closed elsewhere.
    const whole = nodes(schema).filter(([path]) => !/\/(if|then|allOf)(\/|$)/.test(path));
    const open = whole.filter(
      ([path, node]) => !path.endsWith('/properties') && isObject(node) && node.additionalProperties !== false,
    );
    expect(open.map(([path]) => path.replaceAll('/properties', '').replace('/definitions/', '#')).sort()).toEqual([
      '#CSIVolumeSource/volumeAttributes',
      '#LabelSelector/matchLabels',
      '#ObjectMeta/annotations',
      '#ObjectMeta/labels',
      '#PodCertificateProjection/userAnnotations',
      '#ResourceRequirements/limits',
      '#ResourceRequirements/requests',
      '#VolumeResourceRequirements/limits',
      '#VolumeResourceRequirements/requests',
      '/commonAnnotations',
      '/commonLabels',
      '/dashboards/annotations',
      '/dashboards/labels',
      '/deploymentAnnotations',
      '/engine/compilationConfig',
      '/engine/hfOverrides',
      '/engine/kvTransferConfig',
      '/engine/limitMmPerPrompt',
      '/engine/limitMmPerPrompt/additionalProperties',
      '/engine/loggingConfig',
      '/engine/overrideGenerationConfig',
      '/engine/poolerConfig',
      '/engine/speculativeConfig',
      '/engine/structuredOutputsConfig',
      '/extraObjects/items',
      '/extraObjects/items/metadata',
      '/global',
      '/httpRoute/annotations',
      '/inferencePool/annotations',
      '/ingress/annotations',
      '/monitoring/labels',
      '/nodeSelector',
      '/persistence/annotations',
      '/podAnnotations',
      '/podLabels',
      '/prometheusRule/alertLabels',
      '/service/annotations',
      '/serviceAccount/annotations',
    ]);
  });
});

describe.each(presets.map(({ name }) => name))('the preset %s', (name) => {
  const file = yamlOf(`presets/${name}.yaml`);

  it('should name the preset, so that another model gets none of its model settings', () => {
    expect(file.value).toEqual({ preset: name });
    const { values } = validateValues(validation, [file, { ...file, value: { model: { id: 'org/another' } } }]);
    expect(values.engine).toEqual(
      effectiveValues(validation, { preset: name, model: { id: 'org/another' } }).values.engine,
    );
  });

  it('should show what the preset sets, as values that are valid without it', () => {
    const [, shown = ''] = textOf(`presets/${name}.yaml`).split(
      '# What it sets. Your own values override each of these.\n',
    );
    const { value } = yamlOf('shown', shown.replaceAll(/^# /gm, ''));
    const preset = presetValues[name]!;
    expect(value).toEqual(deepMerge(preset.hardware!, preset.model!));
  });

  it('should be in the chart as data', () => {
    expect(JSON.parse(textOf(`files/presets/${name}.json`))).toEqual(presetValues[name]);
  });
});

describe('the data of the chart', () => {
  it('should hold the defaults', () => {
    expect(JSON.parse(textOf('files/defaults.json'))).toEqual(model.defaults);
  });

  it('should know a flag for every option of the engine', () => {
    const flags = JSON.parse(textOf('files/engine-flags.json')) as Record<string, unknown>;
    const options = Object.keys(model.schema.properties.engine!.properties!).filter((key) => key !== 'extraArgs');
    expect(Object.keys(flags)).toEqual(options);
  });

  it('should reserve the flags that values set, and those of the chart', () => {
    const { reserved } = JSON.parse(textOf('files/flags.json')) as { reserved: Record<string, string> };
    expect(reserved).toMatchObject({
      'max-model-len': 'engine.maxModelLen',
      'shutdown-timeout': 'drain.shutdownTimeoutSeconds',
      host: '',
    });
    const leaves = leavesOf(model).map(({ path }) => path.join('.'));
    for (const [flag, value] of Object.entries(reserved)) {
      expect(findFlag(flag)?.flag.name).toBe(flag);
      expect(['', ...leaves], flag).toContain(value);
    }
  });

  it('should say which releases wait for running requests, and name the first in the rule', () => {
    const releases = JSON.parse(textOf('files/releases.json')) as { version: string; shutdownTimeout?: true }[];
    const first = releases.findIndex(({ shutdownTimeout }) => shutdownTimeout);
    expect(releases.slice(first).every(({ shutdownTimeout }) => shutdownTimeout)).toBe(true);
    expect(textOf('templates/checks.yaml')).toContain(
      `has no --shutdown-timeout (${releases[first]!.version} is the first release with it)`,
    );
    expect(textOf('values.yaml')).toContain(`(${releases[first]!.version} and later)`);
  });

  it('should list releases from the oldest to the newest, each on its line', () => {
    const text = textOf('files/releases.json');
    const releases = JSON.parse(text) as { version: string }[];
    expect(releases.at(-1)!.version).toBe(model.root.appVersion);
    expect(text.split('\n')).toHaveLength(releases.length + 3);
  });
});

describe('README.md', () => {
  it('should have a row for every value that users set', () => {
    const rows = [...textOf('README.md').matchAll(/^\| `([\w.]+)` \|.*\|$/gm)].map(([, path]) => path!);
    const covered = (path: string) => rows.some((row) => path === row || path.startsWith(`${row}.`));
    const missing = leavesOf(model).filter(({ path }) => !hidden.includes(path[0]!) && !covered(path.join('.')));
    expect(missing.map(({ path }) => path.join('.'))).toEqual([]);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it('should list every preset, and keep no marker', () => {
    for (const { name, model: served } of presets)
      expect(textOf('README.md')).toContain(`| \`${name}\` | ${served.model.id} |`);
    expect(textOf('README.md')).not.toMatch(/<!-- (presets|values) -->/);
  });
});

describe('the templates', () => {
  it('should ask for every rule', () => {
    for (const { name } of model.rules) expect(textOf('templates/checks.yaml')).toContain(`{{- /* ${name} */}}\n`);
  });

  const templates = files.filter(({ path }) => path.startsWith('templates/'));

  it('should merge the values before they use one', () => {
    for (const { path, text } of templates.filter((file) => !file.path.startsWith('templates/_')))
      expect(text.split('\n')[1], path).toMatch(/^\{\{- include "archon-vllm\.values" \. -?\}\}$/);
  });

  it('should define each named template once', () => {
    const names = templates.flatMap(({ text }) => [...text.matchAll(/define "([^"]+)"/g)].map(([, name]) => name!));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('should hold no line of more than 160 characters', () => {
    const long = templates.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => (line.length > 160 ? [`${path}:${index + 1}: ${line.length}`] : [])),
    );
    expect(long).toEqual([]);
  });

  it('should keep tests and scenarios out of the package', () => {
    expect(textOf('.helmignore').split('\n')).toEqual(expect.arrayContaining(['ci/', 'tests/']));
  });
});
