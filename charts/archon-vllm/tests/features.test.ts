import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { helmMajors } from '@archon/testbed/helm';
import { deepMerge, workspaceRoot } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { renderOn } from './support/render.ts';

const sources = join(workspaceRoot, 'packages/generator/templates/archon-vllm');

/** The features that templates are for, each with its template. */
const features = readdirSync(sources)
  .filter((file) => file.endsWith('.yaml.hbs'))
  .flatMap((file) => {
    const [, feature] = /^\{\{#feature (\w+)\}\}/.exec(readFileSync(join(sources, file), 'utf8')) ?? [];
    return feature === undefined ? [] : [{ feature, template: file.replace(/\.hbs$/, '') }];
  });

/** What a feature needs besides being on. */
const needed: Record<string, Record<string, unknown>> = {
  networkPolicy: { ingress: { enabled: false } },
  autoscaling: { persistence: { enabled: false } },
  inferencePool: { inferencePool: { endpointPicker: { name: 'vllm-picker' } } },
  httpRoute: { httpRoute: { parentRefs: [{ name: 'shared' }] }, apiKey: { existingSecret: 'vllm-api-key' } },
};

describe('A feature that is off', () => {
  it('should be one of several', () => expect(features.length).toBeGreaterThan(1));

  describe.each(helmMajors)('on Helm %i', (helm) => {
    it.each(features)('should render no object: $feature', async ({ feature, template }) => {
      const rendered = async (enabled: boolean): Promise<string> => {
        const valuesObject = deepMerge(needed[feature] ?? {}, { [feature]: { enabled } });
        const result = await renderOn(helm, { valuesObject });
        return result.ok ? result.manifest : result.error;
      };
      expect(await rendered(true)).toContain(`# Source: archon-vllm/templates/${template}\n`);
      const off = await rendered(false);
      expect(off).toContain('kind: Deployment');
      expect(off).not.toContain(`templates/${template}`);
    });
  });
});
