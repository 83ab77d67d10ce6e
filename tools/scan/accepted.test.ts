import { describe, expect, it } from 'vitest';
import { readAccepted } from './accepted.ts';
import { ToolError } from '@archon/testbed/tool-error';

describe('readAccepted', () => {
  it('should read the list that is committed', () => {
    expect(readAccepted().length).toBeGreaterThan(0);
  });

  it.each([
    ['no reason', 'on: { default: [Deployment/vllm] }'],
    ['a reason that is not a sentence', 'on: { default: [Deployment/vllm] }, reason: because'],
    ['a scenario that is not scanned', 'on: { deflaut: [Deployment/vllm] }, reason: It must be.'],
    ['no object on which it is accepted', 'on: {}, reason: It must be.'],
    ['an unknown key', 'on: { default: [Deployment/vllm] }, reason: It must be., untill: 2027'],
  ])('should refuse an entry with %s', (_, rest) => {
    const text = `[{ title: A finding, reports: { trivy: [KSV-0014] }, ${rest} }]`;
    expect(() => readAccepted(text)).toThrow(ToolError);
  });
});
