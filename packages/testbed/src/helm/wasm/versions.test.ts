import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startHelmEngine } from '../engine/helm-engine.ts';

const chart = {
  'Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 1.2.3\n',
  'templates/NOTES.txt': '{{ .Capabilities.APIVersions | toJson }}',
};

it('should say that Kubernetes has the API versions that Helm says it has', { timeout: 600_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'archon-tiny-'));
  mkdirSync(join(folder, 'templates'));
  for (const [name, text] of Object.entries(chart)) writeFileSync(join(folder, name), text);
  const engine = startHelmEngine();
  const result = await engine.render({ helm: 4, chart: folder });
  await engine.end();
  rmSync(folder, { recursive: true });
  const versions = JSON.parse(result.ok ? result.notes : '[]') as string[];
  expect(versions).toContain('apps/v1');
  // Its native program reads them of client-go, which the one for a browser does not have. --update writes them.
  const lines = [
    'package scheme',
    '',
    "// Written by versions.test.ts: those of Helm's native program.",
    'var apiVersions = []string{',
    ...versions.map((version) => `\t${JSON.stringify(version)},`),
    '}',
    '',
  ];
  await expect(lines.join('\n')).toMatchFileSnapshot('without/client-go/kubernetes/scheme/versions.go');
});
