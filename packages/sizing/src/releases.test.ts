import { describe, expect, it } from 'vitest';
import { findRelease, newestRelease, releases } from './releases.ts';

describe('releases', () => {
  it('should be sorted oldest first, by number', () => {
    const versions = releases.map(({ version }) => version);
    expect(versions.slice(0, 2)).toEqual(['0.4.0', '0.4.3']);
    expect(versions.indexOf('0.9.2')).toBeLessThan(versions.indexOf('0.10.0'));
    expect(newestRelease.version).toBe('0.33.0');
  });

  it('should start the module up to 0.11.0 and vllm serve from 0.11.1', () => {
    for (const { version, entrypoint, modelArgument } of releases) {
      const old = releases.findIndex((r) => r.version === version) <= releases.findIndex((r) => r.version === '0.11.0');
      const module = ['python3', '-m', 'vllm.entrypoints.openai.api_server'];
      expect([version, entrypoint, modelArgument]).toEqual(
        old ? [version, module, '--model'] : [version, ['vllm', 'serve'], 'positional'],
      );
    }
  });

  it('should offer a user other than root from 0.22.1 on', () => {
    expect(releases.find(({ user }) => user)?.version).toBe('0.22.1');
    expect(findRelease('0.21.0')!.user).toBeUndefined();
    expect(newestRelease.user).toEqual({ name: 'vllm', uid: 2000, gid: 0, home: '/home/vllm' });
  });

  it('should have kernels for compute capability 12.0 from 0.9.2 on, and none for 7.0 from 0.20.0 on', () => {
    const first = (capability: string) =>
      releases.find(({ image }) => image.architectures?.includes(capability))?.version;
    const last = (capability: string) =>
      releases.findLast(({ image }) => image.architectures?.includes(capability))?.version;
    expect(first('12.0')).toBe('0.9.2');
    expect(last('7.0')).toBe('0.19.1');
  });
});

describe('findRelease', () => {
  it.each([
    ['0.4.0', '0.4.0'],
    ['0.4.1', '0.4.0'],
    ['0.11.2', '0.11.2'],
    ['0.11.3', '0.11.2'],
    ['0.33.0', '0.33.0'],
    ['0.33.1', '0.33.0'],
    ['1.0.0', '0.33.0'],
    ['v0.11.0', '0.11.0'],
    ['v0.33.0-cu129-ubuntu2404', '0.33.0'],
    ['0.8.5.post1', '0.8.5'],
    ['0.3.3', undefined],
    ['latest', undefined],
    ['nightly-0a1b2c3', undefined],
    ['', undefined],
  ])('should answer %s with %s', (version, expected) => {
    expect(findRelease(version)?.version).toBe(expected);
  });
});
