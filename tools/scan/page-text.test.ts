import { describe, expect, it } from 'vitest';
import { scannerNames } from '@archon/testbed/finding';
import { readAccepted } from './accepted.ts';
import { pageText, describeValues } from './page-text.ts';
import { type ScanReports, scenarioNames } from './scan-scenarios.ts';

describe('pageText', () => {
  const one = { check: 'KSV-0014', object: 'Deployment/vllm', message: 'root' };
  const byScanner = Object.fromEntries(scannerNames.map((name) => [name, { passed: 20, findings: [one] }]));
  const reports = Object.fromEntries(scenarioNames.map((name) => [name, byScanner])) as ScanReports;
  const accepted = readAccepted();
  const text = pageText({ reports, accepted, hardenedValues: 'replicas: 1\n', versionOf: () => '1.2.3' });

  it('should link each row of the table to the section with its reason', () => {
    const anchors = [...text.matchAll(/^\| \[[^\]]+\]\(#([^)]+)\)/gm)].map(([, anchor]) => anchor);
    const headings = [...text.matchAll(/^### (.*)$/gm)].map(([, title]) => title);
    expect(headings).toEqual(accepted.map(({ title }) => title));
    expect(anchors).toContain('the-containers-root-file-system-is-writable');
    expect(new Set(anchors).size).toBe(headings.length);
  });

  it('should count what passed and what did not', () => {
    expect(text).toContain('| 1.2.3 | 20 passed, 1 finding | 20 passed, 1 finding | 20 passed, 1 finding |');
  });

  it('should show the hardened values', () => {
    expect(text).toContain('```yaml\nreplicas: 1\n```');
  });
});

describe('describeValues', () => {
  it('should name each leaf by its path', () => {
    expect(describeValues({ image: { pullPolicy: 'Always', tag: null } })).toBe(
      '`image.pullPolicy=Always`, `image.tag=null`',
    );
  });

  it('should name objects of a list by their kind', () => {
    expect(describeValues({ modes: ['ReadWriteMany'], extraObjects: [{ kind: 'NetworkPolicy' }, {}] })).toBe(
      '`modes=[ReadWriteMany]`, `extraObjects=[NetworkPolicy, …]`',
    );
  });

  it('should cut a digest short', () => {
    expect(describeValues({ digest: 'sha256:0123' })).toBe('`digest=sha256:…`');
  });
});
