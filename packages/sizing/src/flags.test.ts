import { describe, expect, it } from 'vitest';
import { findFlag, flagNames, flagsOn, hasName, nearestFlag } from './flags.ts';
import { releases } from './releases.ts';

const availability = (name: string, version: string) => findFlag(name, version)!.availability;

describe('findFlag', () => {
  it.each([
    ['max-model-len', 'max-model-len'],
    ['--max-model-len', 'max-model-len'],
    ['--max_model_len', 'max-model-len'],
    ['-tp', 'tensor-parallel-size'],
    ['tp', 'tensor-parallel-size'],
    ['--no-enable-prefix-caching', 'enable-prefix-caching'],
    ['no_enable_prefix_caching', 'enable-prefix-caching'],
    ['--device-memory-utilization', 'gpu-memory-utilization'],
    ['--no-max-model-len', undefined],
    ['--tp', undefined],
    ['-max-model-len', undefined],
    ['model_tag', undefined],
    ['--max-model-le', undefined],
  ])('should take %s for %s', (name, expected) => {
    expect(findFlag(name)?.flag.name).toBe(expected);
  });

  it('should know what -O means in a release', () => {
    expect(findFlag('-O', '0.11.2')?.flag.name).toBe('compilation-config');
    expect(findFlag('-O', '0.12.0')?.flag.name).toBe('optimization-level');
  });
});

describe('the availability of a flag', () => {
  it('should say since when a flag is gone', () => {
    expect(availability('disable-log-requests', '0.16.0')).toEqual({ available: true });
    expect(availability('disable-log-requests', '0.17.1')).toEqual({
      available: false,
      reason: 'removed',
      removedIn: '0.17.1',
    });
    expect(availability('swap-space', '0.18.1')).toEqual({ available: false, reason: 'removed', removedIn: '0.18.1' });
  });

  it('should say since when a flag exists', () => {
    const tooOld = { available: false, reason: 'too-old', since: '0.18.1' };
    expect(availability('shutdown-timeout', '0.17.1')).toEqual(tooOld);
    expect(availability('shutdown-timeout', '0.3.0')).toEqual(tooOld);
    expect(availability('shutdown-timeout', '0.18.1')).toEqual({ available: true });
  });

  it('should have max-model-len in every release', () => {
    for (const { version } of releases) expect(availability('max-model-len', version)).toEqual({ available: true });
  });

  it('should be given between two samples, and for what is not a version', () => {
    expect(availability('shutdown-timeout', '0.18.0').available).toBe(true);
    expect(availability('swap-space', '0.18.0').available).toBe(true);
    expect(availability('swap-space', 'latest').available).toBe(true);
  });
});

describe('flagsOn', () => {
  it.each([
    ['enable-prefix-caching', '0.6.0', false],
    ['enable-prefix-caching', '0.6.6', true],
    ['enable-prefix-caching', '0.33.0', true],
    ['disable-mm-preprocessor-cache', '0.10.0', true],
    ['disable-mm-preprocessor-cache', '0.10.1', false],
    ['headless', '0.33.0', false],
    ['max-model-len', '0.33.0', false],
  ])('should know whether --no-%s exists in %s', (name, version, expected) => {
    expect(findFlag(name, version)!.negatable).toBe(expected);
  });

  it('should be resolved once for a release', () => {
    expect(flagsOn('0.33.0')).toBe(flagsOn('0.33.0'));
  });

  it('should have every name on every release, and say which it takes', () => {
    const names = flagNames();
    for (const { version } of releases)
      expect(
        names.filter((name) => !flagsOn(version).has(name)),
        version,
      ).toEqual([]);
    const takes = (name: string, version: string) => hasName(flagsOn(version).get(name)!);
    expect([takes('-ep', '0.13.0'), takes('-ep', '0.33.0')]).toEqual([false, true]);
    expect([takes('--no-headless', '0.33.0'), takes('--headless', '0.33.0')]).toEqual([false, true]);
  });

  it('should know how many values a flag takes', () => {
    const values = (name: string, version = '0.33.0') => flagsOn(version).get(name)!.values;
    expect(values('--max-model-len')).toEqual({ least: 1, most: 1 });
    expect(values('--enforce-eager')).toEqual({ least: 0, most: 0 });
    expect(values('--enable-chunked-prefill', '0.6.6')).toEqual({ least: 0, most: 1 });
    expect(values('--served-model-name')).toEqual({ least: 1, most: Infinity });
  });
});

describe('nearestFlag', () => {
  it.each([
    ['--max-model-lne', '0.33.0', '--max-model-len'],
    ['enable_prefix_cachin', '0.33.0', '--enable-prefix-caching'],
    ['--no-enable-prefix-cachin', '0.33.0', '--no-enable-prefix-caching'],
    ['--enable-log-request', '0.33.0', '--enable-log-requests'],
    ['--disable-log-request', '0.33.0', '--no-enable-log-requests'],
    ['--enable-log-stats', '0.33.0', undefined],
    ['--shutdown-timeot', '0.17.1', undefined],
    ['--quite-something-else', '0.33.0', undefined],
  ])('should find what %s meant in %s', (name, version, expected) => {
    expect(nearestFlag(name, version)).toBe(expected);
  });
});
