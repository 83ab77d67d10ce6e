import { describe, expect, it } from 'vitest';
import { changesOf } from './chart-file.ts';

const changelog = `# Changelog

## 1.1.0 - 2026-01-02

### Added

- One thing, described
  on two lines.
- Another.

### Fixed

- A bug.

### Notes

- Not a change.

## 1.0.10

### Removed

- Old things.

## [1.0.1] - 2025-01-01

### Security

- A hole.
`;

describe('changesOf', () => {
  it.each([
    [
      '1.1.0',
      [
        { kind: 'added', description: 'One thing, described on two lines.' },
        { kind: 'added', description: 'Another.' },
        { kind: 'fixed', description: 'A bug.' },
      ],
    ],
    ['1.0.10', [{ kind: 'removed', description: 'Old things.' }]],
    ['1.0.1', [{ kind: 'security', description: 'A hole.' }]],
    ['1.0.0', []],
    ['1.1', []],
  ])('should find the changes of %s', (version, changes) => {
    expect(changesOf(changelog, version)).toEqual(changes);
  });

  it('should find none in an empty changelog', () => {
    expect(changesOf('', '1.0.0')).toEqual([]);
  });
});
