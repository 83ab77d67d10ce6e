import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JsonSchema, mapSchemas } from '../json-schema.ts';
import { kubeconformSchemas, schemaFileName } from '../kubeconform-schemas.ts';
import { type CustomResource, customResources, type StructuralSchema } from './custom-resources.ts';
import { definitionFiles, type Source, sources } from './sources.ts';

interface KindSchema extends JsonSchema {
  definitions: Record<string, JsonSchema>;
}

const folder = kubeconformSchemas();
const readSchema = (file: string): KindSchema => JSON.parse(readFileSync(join(folder, file), 'utf8')) as KindSchema;
const schemas = new Map(readdirSync(folder).map((file) => [file, readSchema(file)]));

function resolve(schema: JsonSchema | undefined, { definitions }: KindSchema): JsonSchema | undefined {
  let found = schema;
  while (found?.$ref) found = definitions[found.$ref.replace('#/definitions/', '')];
  return found;
}

/** What the definitions of a source serve, found by their text alone: `HTTPRoute gateway.networking.k8s.io/v1`. */
function served(source: Source): string[] {
  const definitions = definitionFiles(source).flatMap((file) => readFileSync(file, 'utf8').split(/^---\n/m));
  return definitions
    .filter((text) => /^kind: CustomResourceDefinition$/m.test(text))
    .flatMap((text) => {
      const found = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? `no ${pattern}`;
      const versions = text.slice(text.search(/^ {2}versions:$/m));
      const indent = / *(?=- )/.exec(versions)![0];
      return versions
        .split(`\n${indent}- `)
        .filter((version) => version.includes(`\n${indent}  served: true\n`))
        .map((version) => new RegExp(`^(?:${indent}  )?name: (\\S+)$`, 'm').exec(version)?.[1])
        .map((name) => `${found(/^ {4}kind: (\w+)$/m)} ${found(/^ {2}group: (\S+)$/m)}/${name}`);
    });
}

// Their definitions leave everything open, and no OpenAPI of their Go types is published.
const unknown = [
  'ClusterInterceptor triggers.tekton.dev/v1alpha1',
  'ClusterTriggerBinding triggers.tekton.dev/v1alpha1',
  'EventListener triggers.tekton.dev/v1alpha1',
  'Interceptor triggers.tekton.dev/v1alpha1',
  'Trigger triggers.tekton.dev/v1alpha1',
  'TriggerBinding triggers.tekton.dev/v1alpha1',
  'TriggerTemplate triggers.tekton.dev/v1alpha1',
];

/** The paths below a definition's spec that a schema does not know. */
function missing(own: StructuralSchema, other: JsonSchema | undefined, root: KindSchema, path: string): string[] {
  const known = resolve(other, root);
  if (!known) return [path];
  const children = Object.entries(own.properties ?? {}).flatMap(([name, each]) =>
    missing(each, known.properties?.[name], root, `${path}.${name}`),
  );
  return [...children, ...(own.items ? missing(own.items, known.items, root, `${path}[]`) : [])];
}

/** The names of the properties below spec that take anything. */
function openNames(root: KindSchema): string[] {
  const open = new Set<string>();
  const visited = new Set<JsonSchema>();
  const visit = (schema: JsonSchema, name: string): void => {
    const found = resolve(schema, root)!;
    // What an API server notes of who wrote a field, in the metadata of pod templates.
    if (isOpen(found) && name !== 'fieldsV1') open.add(name);
    if (visited.has(found)) return;
    visited.add(found);
    for (const [each, property] of Object.entries(found.properties ?? {})) visit(property, each);
    if (found.items) visit(found.items, `${name}[]`);
    if (typeof found.additionalProperties === 'object') visit(found.additionalProperties, `${name}{}`);
  };
  const spec = resolve(root, root)?.properties?.['spec'];
  if (spec) visit(spec, 'spec');
  return [...open].toSorted();
}

function isOpen({ type, enum: allowed, additionalProperties, anyOf, allOf }: JsonSchema): boolean {
  if (allowed || anyOf || allOf) return false;
  return type === undefined || (type === 'object' && additionalProperties === undefined);
}

/** Where any field is valid: by kind, the properties that accept it. */
const leftOpen = {
  // Routes within a route.
  AlertmanagerConfig: ['routes[]'],
  Application: ['valuesObject'],
  // Generators within generators, a user's own data, a chart's values.
  ApplicationSet: ['elements[]', 'matrix', 'merge', 'parameters{}', 'valuesObject'],
  // A chart's values.
  HelmRelease: ['values'],
  // The spec of a custom task.
  CustomRun: ['spec'],
  Pipeline: ['spec'],
  PipelineRun: ['resourceSpec', 'spec'],
  TaskRun: ['resourceSpec'],
  // A parameter of an interceptor, and an object of Knative's.
  EventListener: ['customResource', 'value'],
  Trigger: ['value'],
  ResolutionRequest: ['value'],
};

describe('The schemas of custom resources', { timeout: 600_000 }, () => {
  it('should be one for each version that is served, or none where nothing is published', () => {
    const all = Object.values(sources).flatMap((source) => served(source));
    expect(all.length).toBeGreaterThan(60);
    const without = all.filter((name) => {
      const [kind = '', apiVersion = ''] = name.split(' ');
      return !schemas.has(schemaFileName({ apiVersion, kind }));
    });
    expect(without.toSorted()).toEqual(unknown);
  });

  it('should leave open only what takes anything by its nature, and what a removed feature had', () => {
    const open: Record<string, Set<string>> = {};
    for (const name of Object.values(sources).flatMap((source) => served(source))) {
      const [kind = '', apiVersion = ''] = name.split(' ');
      const schema = schemas.get(schemaFileName({ apiVersion, kind }));
      for (const property of schema ? openNames(schema) : []) (open[kind] ??= new Set()).add(property);
    }
    const sorted = Object.entries(open).map(([kind, names]) => [kind, [...names].toSorted()] as const);
    expect(Object.fromEntries(sorted)).toEqual(leftOpen);
  });

  it('should have patterns that JavaScript reads as well as Go', () => {
    const patterns = new Set<string>();
    const collect = (schema: JsonSchema): JsonSchema => {
      if (schema.pattern) patterns.add(schema.pattern);
      return mapSchemas(schema, collect);
    };
    for (const { definitions } of schemas.values()) Object.values(definitions).forEach(collect);
    expect(patterns.size).toBeGreaterThan(20);
    for (const pattern of patterns) expect(() => new RegExp(pattern, 'u')).not.toThrow();
  });

  it("should know of Tekton's Go types each field that its definitions know", () => {
    const unknownTo = ({ schema, group, version, kind }: CustomResource): string[] => {
      const root = schemas.get(schemaFileName({ apiVersion: `${group}/${version}`, kind }))!;
      const spec = schema.properties?.['spec'];
      return spec ? missing(spec, resolve(root, root)?.properties?.['spec'], root, `${kind} ${version} spec`) : [];
    };
    const paths = customResources(sources.tektonPipelines).flatMap(unknownTo);
    // A feature that Tekton has removed.
    expect(paths.filter((path) => !path.includes('.resourceSpec.'))).toEqual([]);
  });
});
