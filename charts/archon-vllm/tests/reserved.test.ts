import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate, isRecord } from '@archon/values';
import type { KubernetesObject } from '@archon/testbed/helm';
import { model } from './support/chart.ts';
import { render } from './support/render.ts';
import { scenarioFile, scenarioValues } from './support/scenarios.ts';
import { containerOf, podOf } from './support/workload.ts';

/** What the chart keeps for itself, as the rules know it. */
const reserved = (name: string): string[] => {
  const { expression } = model.computed.find((one) => one.name === name)!;
  return (evaluate(expression, { roots: {}, functions: model.functions, schema: model.schema }) as string[]).toSorted();
};

const namesOf = (list: { name: string }[] = []): string[] => list.map(({ name }) => name);
const without = (all: string[], own: string[]): string[] => all.filter((name) => !own.includes(name));

interface Seen {
  values: Record<string, any>;
  objects: KubernetesObject[];
}

/** Where caches are: extraEnv may say it instead. */
const overridable = [
  'CUDA_CACHE_PATH',
  'FLASHINFER_WORKSPACE_BASE',
  'NVIDIA_VISIBLE_DEVICES',
  'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
  'OTEL_EXPORTER_OTLP_TRACES_INSECURE',
  'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
  'OTEL_SERVICE_NAME',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
  'TRITON_CACHE_DIR',
  'VLLM_CACHE_ROOT',
  'WATCHFILES_FORCE_POLLING',
];

/** The init container of the chart, where there is one. */
const ownInit = (objects: KubernetesObject[]): any[] =>
  (podOf(objects).initContainers ?? []).filter(({ name }: any) => name === 'download');

describe('What the chart keeps for itself', () => {
  let seen: Seen[];
  beforeAll(async () => {
    seen = await Promise.all(
      // The default sends no usage statistics, which takes a variable that "everything" does not have.
      ['default', 'everything'].map(async (name) => ({
        values: scenarioValues(name),
        objects: await render({ values: [scenarioFile(name)] }),
      })),
    );
  });

  /** Everything that the two render, without what their values put there. */
  const collect = (rendered: (one: Seen) => string[], own: (values: Record<string, any>) => string[]): string[] =>
    [...new Set(seen.flatMap((one) => without(rendered(one), own(one.values))))].sort();

  it('should be the environment that it renders', () => {
    const rendered = collect(
      ({ objects }) => [containerOf(objects), ...ownInit(objects)].flatMap(({ env }) => namesOf(env)),
      ({ extraEnv }) => namesOf(extraEnv),
    );
    expect(rendered).toEqual([...reserved('reservedEnv'), ...overridable].toSorted());
  });

  it('should be the volumes that it renders', () => {
    const rendered = collect(
      ({ objects }) => namesOf(podOf(objects).volumes),
      ({ extraVolumes }) => namesOf(extraVolumes),
    );
    expect(rendered).toEqual(reserved('reservedVolumes'));
  });

  it('should be the labels that it renders', () => {
    const labels = (node: unknown): string[] => {
      if (Array.isArray(node)) return node.flatMap(labels);
      if (!isRecord(node)) return [];
      return Object.entries(node).flatMap(([key, value]) =>
        key === 'labels' ? Object.keys(value as object) : labels(value),
      );
    };
    const rendered = collect(
      ({ objects, values }) =>
        // Those of an alert are Prometheus' own.
        objects
          .filter(({ metadata }) => !isExtra(values, metadata.name))
          .flatMap(({ kind, metadata, spec }) => labels(kind === 'PrometheusRule' ? { metadata } : { metadata, spec })),
      ({ commonLabels = {}, podLabels = {}, monitoring = {}, dashboards = {} }) =>
        [commonLabels, podLabels, monitoring.labels ?? {}, dashboards.labels ?? {}].flatMap((own) => Object.keys(own)),
    );
    expect(rendered).toEqual(reserved('reservedLabels'));
  });

  it('should be the annotation of the pods that makes them roll, which a user may not repeat', () => {
    const rendered = collect(
      ({ objects }) =>
        objects
          .filter(({ kind }) => kind === 'Deployment')
          .flatMap(({ spec }) => Object.keys(spec.template.metadata.annotations)),
      ({ commonAnnotations = {}, podAnnotations = {} }) => [
        ...Object.keys(commonAnnotations),
        ...Object.keys(podAnnotations),
      ],
    );
    expect(rendered).toEqual(['checksum/config']);
  });
});

const isExtra = ({ extraObjects = [] }: Record<string, any>, name: string) =>
  extraObjects.some((object: any) => object.metadata?.name === name);
