import { describe, expect, it } from 'vitest';
import { describeValues } from './page-text.ts';

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
