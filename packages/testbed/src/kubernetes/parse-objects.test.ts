import { describe, expect, it } from 'vitest';
import { parseObjects } from './parse-objects.ts';

const object = (name: string, spec: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: ${spec}\n`;

describe('parseObjects', () => {
  it('should read scalars as Kubernetes does', () => {
    const [pod] = parseObjects(
      object('a', '{octal: 0444, on: yes, time: 22:22, day: 2026-01-01, text: "on", big: 1048576}'),
    );
    expect(pod?.spec).toEqual({ octal: 292, true: true, time: '22:22', day: '2026-01-01', text: 'on', big: 1048576 });
  });

  it('should drop empty documents and sort', () => {
    const manifest = `---\n# only a comment\n---\n${object('b', '{}')}---\n\n---\n${object('a', '{}')}`;
    expect(parseObjects(manifest).map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    expect(parseObjects('')).toEqual([]);
  });

  it.each([
    ['a duplicate key', `${object('a', '{}')}kind: Pod\n`, /not YAML.*unique/s],
    ['something that is not an object', 'kind: Pod\n', /not a Kubernetes object/],
    ['a bare scalar', 'hello\n', /not a Kubernetes object/],
  ])('should refuse %s', (_what, manifest, message) => {
    expect(() => parseObjects(manifest)).toThrow(message);
  });
});
