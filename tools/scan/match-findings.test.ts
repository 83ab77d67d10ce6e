import { describe, expect, it } from 'vitest';
import type { AcceptedFinding } from './accepted.ts';
import { matchFindings } from './match-findings.ts';
import type { PlacedFinding } from './scan-scenarios.ts';

describe('matchFindings', () => {
  const finding: PlacedFinding = {
    scenario: 'default',
    scanner: 'trivy',
    check: 'KSV-0014',
    object: 'Deployment/vllm',
    message: 'root file system',
  };
  const entry: AcceptedFinding = {
    title: 'The root file system is writable',
    reports: { trivy: ['KSV-0014'] },
    on: { default: ['Deployment/vllm'] },
    reason: 'It must be.',
  };

  it('should report nothing when every finding is accepted', () => {
    expect(matchFindings([finding], [entry])).toEqual([]);
  });

  it('should report a finding that is not accepted, and what to do', () => {
    expect(matchFindings([finding], [])).toEqual([
      'default: trivy reports KSV-0014 on Deployment/vllm (root file system). ' +
        'Fix it in the chart, or accept it in tools/scan/accepted.yaml, with the reason.',
    ]);
  });

  it.each([
    ['scenario', { scenario: 'hardened' }],
    ['object', { object: 'Deployment/other' }],
    ['check', { check: 'KSV-0015' }],
    ['scanner', { scanner: 'kubesec' }],
  ] as const)('should not accept the same in another %s', (_, change) => {
    const problems = matchFindings([finding, { ...finding, ...change }], [entry]);
    expect(problems).toEqual([expect.stringContaining('Fix it in the chart')]);
  });

  it('should say which check of an entry is no longer reported', () => {
    const stale = { ...entry, reports: { trivy: ['KSV-0014', 'KSV-0099'] } };
    expect(matchFindings([finding], [stale])).toEqual([
      '"The root file system is writable" is accepted, but trivy no longer reports KSV-0099. ' +
        'Remove it from tools/scan/accepted.yaml.',
    ]);
  });

  it('should say on which object of an entry nothing is reported any more', () => {
    const stale = { ...entry, on: { ...entry.on, hardened: ['Deployment/vllm'] } };
    expect(matchFindings([finding], [stale])).toEqual([
      expect.stringContaining('its checks are not reported on Deployment/vllm of hardened'),
    ]);
  });
});
