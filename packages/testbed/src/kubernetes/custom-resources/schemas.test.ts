import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../json-schema.ts';
import { kubeconformSchemas, schemaFileName } from '../kubeconform-schemas.ts';
import { customResources, type StructuralSchema } from './custom-resources.ts';
import { definitionFiles, type Source, sources } from './sources.ts';

interface KindSchema extends JsonSchema {
  definitions: Record<string, JsonSchema>;
}

const folder = kubeconformSchemas();
const files = readdirSync(folder);
const readSchema = (file: string): KindSchema => JSON.parse(readFileSync(join(folder, file), 'utf8')) as KindSchema;
const refName = (ref: string): string => ref.replace('#/definitions/', '');

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

// They leave everything open, and no OpenAPI of their Go types is published.
const unknown = [
  'ClusterInterceptor triggers.tekton.dev/v1alpha1',
  'ClusterTriggerBinding triggers.tekton.dev/v1alpha1',
  'EventListener triggers.tekton.dev/v1alpha1',
  'Interceptor triggers.tekton.dev/v1alpha1',
  'Trigger triggers.tekton.dev/v1alpha1',
  'TriggerBinding triggers.tekton.dev/v1alpha1',
  'TriggerTemplate triggers.tekton.dev/v1alpha1',
];

describe('The schemas of custom resources', { timeout: 600_000 }, () => {
  it('should be one for each version that is served, or none where nothing is known', () => {
    const all = Object.values(sources).flatMap((source) => served(source));
    expect(all.length).toBeGreaterThan(60);
    const without = all.filter((name) => {
      const [kind = '', apiVersion = ''] = name.split(' ');
      return !files.includes(schemaFileName({ apiVersion, kind }));
    });
    expect(without.toSorted()).toEqual(unknown);
  });
});

void [customResources, refName, readSchema];
export type X = StructuralSchema;
