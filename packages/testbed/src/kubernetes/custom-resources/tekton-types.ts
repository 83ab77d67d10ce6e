import type { OpenApiDefinitions, OpenApiSchema } from '../openapi.ts';
import { objectMeta } from './structural-schema.ts';

const pipeline = 'com.github.tektoncd.pipeline.pkg.apis';
const triggers = 'com.github.tektoncd.triggers.pkg.apis.triggers.v1beta1';
const core = 'io.k8s.api.core.v1';

const text: OpenApiSchema = { type: 'string' };
// Its shape is said in json-schema.ts: the Go type is a struct that reads and writes something else.
const paramValue: OpenApiSchema = { description: 'A string, a list of strings or a map of strings.' };

// What only a status or a removed feature holds, in packages whose OpenAPI is not published.
const leftOpen = [
  'dev.knative.pkg.apis.Condition',
  'dev.knative.pkg.apis.duck.v1beta1.Addressable',
  `${pipeline}.config.FeatureFlags`,
  `${pipeline}.resource.v1alpha1.PipelineResourceSpec`,
  `${pipeline}.run.v1alpha1.RunStatus`,
  `${pipeline}.run.v1beta1.CustomRunStatus`,
  'com.github.tektoncd.pipeline.pkg.result.RunResult',
];

/**
 * What the OpenAPI of Tekton's Go types refers to and does not hold, or says otherwise than Tekton reads it.
 * Both arguments are definitions: of Kubernetes, and of the Go types.
 */
export function tektonTypes(kubernetes: OpenApiDefinitions, goTypes: OpenApiDefinitions): OpenApiDefinitions {
  return {
    ...withResolver(goTypes),
    ...Object.fromEntries(leftOpen.map((name) => [name, {}])),
    'dev.knative.pkg.apis.URL': text,
    'io.k8s.apimachinery.pkg.apis.meta.v1.Duration': text,
    [`${pipeline}.pipeline.v1.ParamValue`]: paramValue,
    [`${pipeline}.pipeline.v1beta1.ParamValue`]: paramValue,
    'dev.knative.pkg.apis.duck.v1.WithPodSpec': podTemplate(kubernetes),
    [`${triggers}.TriggerResourceTemplate`]: resourceTemplate(),
  };
}

// Their Go types embed ResolverRef in a way that openapi-gen does not see.
function withResolver(goTypes: OpenApiDefinitions): OpenApiDefinitions {
  const names = ['v1', 'v1beta1'].flatMap((version) =>
    ['PipelineRef', 'Ref', 'TaskRef'].map((type) => [`${pipeline}.pipeline.${version}`, type] as const),
  );
  return Object.fromEntries(
    names.map(([inPackage, type]) => {
      const name = `${inPackage}.${type}`;
      const { properties: resolver } = goTypes[`${inPackage}.ResolverRef`] ?? {};
      return [name, { ...goTypes[name], properties: { ...goTypes[name]?.properties, ...resolver } }];
    }),
  );
}

/** A pod template that adds to what an EventListener makes by itself, so that nothing in it is required. */
function podTemplate(kubernetes: OpenApiDefinitions): OpenApiSchema {
  const container = { ...kubernetes[`${core}.Container`], required: [] };
  const podSpec = kubernetes[`${core}.PodSpec`];
  const spec = {
    ...podSpec,
    required: [],
    properties: { ...podSpec?.properties, containers: { type: 'array', items: container } },
  };
  const template = { type: 'object', properties: { metadata: objectMeta, spec } };
  return { type: 'object', properties: { template } };
}

const runs = [
  ['v1', 'PipelineRun'],
  ['v1', 'TaskRun'],
  ['v1beta1', 'PipelineRun'],
  ['v1beta1', 'TaskRun'],
  ['v1beta1', 'CustomRun'],
] as const;

/** What a trigger creates: a run of Tekton's, checked as if it were a separate manifest. */
function resourceTemplate(): OpenApiSchema {
  const one = (value: string): OpenApiSchema => ({ enum: [value] });
  return {
    type: 'object',
    required: ['apiVersion', 'kind'],
    'x-kubernetes-preserve-unknown-fields': true,
    properties: {
      apiVersion: { type: 'string', enum: ['tekton.dev/v1', 'tekton.dev/v1beta1'] },
      kind: { type: 'string', enum: [...new Set(runs.map(([, kind]) => kind))] },
    },
    allOf: runs.map(([version, kind]) => ({
      if: { properties: { apiVersion: one(`tekton.dev/${version}`), kind: one(kind) } },
      then: { $ref: `#/definitions/${pipeline}.pipeline.${version}.${kind}` },
    })),
  };
}
