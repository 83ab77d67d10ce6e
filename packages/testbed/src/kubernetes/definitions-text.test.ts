import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repoRoot } from '../process/cache-dir.ts';
import { definitionsPath, definitionsText } from './definitions-text.ts';
import type { JsonSchema } from './json-schema.ts';

const committed = readFileSync(join(repoRoot, definitionsPath), 'utf8');
const { definitions } = JSON.parse(committed) as { definitions: Record<string, JsonSchema> };
const properties = Object.entries(definitions).flatMap(([type, definition]) =>
  Object.entries(definition.properties ?? {}).map(([name, schema]) => [`${type}.${name}`, schema] as const),
);

describe('definitions.json', () => {
  it('should match what its command writes', { timeout: 60_000 }, async () => {
    expect(await definitionsText()).toBe(committed);
  });

  it('should close every object', () => {
    const open = Object.entries(definitions).filter(
      ([, { properties: own, additionalProperties }]) => own && additionalProperties !== false,
    );
    expect(open.map(([name]) => name)).toEqual([]);
  });

  it('should describe every property', () => {
    expect(properties.filter(([, { description }]) => !description).map(([path]) => path)).toEqual([]);
  });

  it('should contain every type it refers to', () => {
    const referred = [...committed.matchAll(/"\$ref": "#\/definitions\/(\w+)"/g)].map(([, name]) => name ?? '');
    expect(referred.filter((name) => !definitions[name])).toEqual([]);
  });

  it("should keep Kubernetes' enums", () => {
    expect(definitions.Toleration?.properties?.effect?.enum).toEqual(['NoExecute', 'NoSchedule', 'PreferNoSchedule']);
    expect(definitions.PersistentVolumeClaimSpec?.properties?.accessModes?.items?.enum).toContain('ReadWriteOnce');
  });

  it('should read the amounts that Kubernetes accepts, and no others', () => {
    const pattern = new RegExp(definitions.Quantity?.pattern ?? '(?!)');
    for (const good of ['16Gi', '100m', '0.5', '1e3', '1E-2', '.5', '5.', '+1k', '2E']) expect(good).toMatch(pattern);
    for (const bad of ['', 'Gi', '16GB', '1 Gi', '16gi', '1K', '1e', '1.2.3', '1Gi ', '-1'])
      expect(bad).not.toMatch(pattern);
  });
});
