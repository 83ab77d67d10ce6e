import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capabilityNumber, versionNumber } from './versions.ts';

describe('versionNumber', () => {
  it('should order releases part by part', () => {
    const part = fc.oneof(fc.nat(998), fc.nat(999_999_999));
    fc.assert(
      fc.property(fc.tuple(part, part, part), fc.tuple(fc.nat(998), fc.nat(998), fc.nat(998)), (any, release) => {
        const first = any.findIndex((value, index) => value !== release[index]);
        const order = first === -1 ? 0 : Math.sign(any[first]! - release[first]!);
        expect(Math.sign(versionNumber(any.join('.')) - versionNumber(release.join('.')))).toBe(order);
      }),
    );
  });

  it('should read a tag with a suffix, and a release without a patch', () => {
    expect(versionNumber('v0.19.1-cu129')).toBe(versionNumber('0.19.1'));
    expect(versionNumber('0.19')).toBe(versionNumber('0.19.0'));
    expect(versionNumber('latest')).toBeNaN();
  });
});

describe('capabilityNumber', () => {
  it('should order 10.0 after 8.9', () => {
    expect(capabilityNumber('10.0')).toBeGreaterThan(capabilityNumber('8.9'));
  });
});
