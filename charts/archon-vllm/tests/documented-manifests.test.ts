import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateObjects } from '@archon/testbed/validate-objects';
import { workspaceRoot } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { chart } from './support/chart.ts';
import { renderOn } from './support/render.ts';

/** The manifests in a Markdown text: its YAML blocks that are objects. */
function manifestsIn(markdown: string): string[] {
  return [...markdown.matchAll(/^```yaml\n(.*?)^```$/gms)]
    .map(([, block]) => block!)
    .filter((block) => /^apiVersion: /m.test(block));
}

const argoCd = join(workspaceRoot, 'docs/argo-cd');
const manifests: [name: string, text: string][] = [
  ...readdirSync(argoCd).map((file): [string, string] => [
    `docs/argo-cd/${file}`,
    readFileSync(join(argoCd, file), 'utf8'),
  ]),
  ...manifestsIn(readFileSync(join(chart, 'README.md'), 'utf8')).map((text, index): [string, string] => [
    `README.md of the chart, ${index + 1}`,
    text,
  ]),
];

describe('A manifest that is documented', () => {
  it.each(manifests)('should be valid, every field known: %s', (_name, text) => {
    expect(validateObjects(text)).toEqual([]);
    expect(validateObjects(text.replace(/(targetRevisi|refreshInterva)/, '$1x'))).toHaveLength(1);
  });

  it('should be one of the seven that are there', () => expect(manifests).toHaveLength(7));
});

describe('A custom resource among the extra objects', () => {
  const monitor = (endpoint: object) => ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name: 'vllm' },
    spec: { selector: {}, podMetricsEndpoints: [endpoint] },
  });

  it.each([
    [{ port: 'http', interval: '15s' }, []],
    [
      { port: 'http', intervall: '15s' },
      ["PodMonitor/vllm: /spec/podMetricsEndpoints/0 additional properties 'intervall' not allowed"],
    ],
  ])('should be validated as strictly as the objects of the chart', async (endpoint, problems) => {
    const result = await renderOn(4, { valuesObject: { extraObjects: [monitor(endpoint)] } });
    expect(result.ok && validateObjects(result.manifest)).toEqual(problems);
  });
});
