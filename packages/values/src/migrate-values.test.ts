import { describe, expect, it } from 'vitest';
import { migrateValues } from './migrate-values.ts';
import { textOf } from './testing/problems-of.ts';
import { parseYamlFile } from './yaml-file.ts';

const names = {
  storage: 'persistence',
  'storage.keep': 'persistence.retain',
  'scheduling.nodeSelector': 'nodeSelector',
  'scheduling.tolerations': 'tolerations',
  'image.pullSecrets': 'imagePullSecrets',
  'ingress.host': 'ingress.hosts[0].host',
  'ingress.path': 'ingress.hosts[0].paths[0].path',
};
const migrate = (text: string) => migrateValues(parseYamlFile('v.yaml', text), text, names);

describe('migrateValues', () => {
  it('should rename in place and keep every comment', () => {
    const text = `# my values
storage:
  # the cache, big enough
  size: 5Gi
  keep: false # gone with the release

replicas: 1
`;
    expect(migrate(text)).toEqual({
      text: text.replace('storage', 'persistence').replace('keep', 'retain'),
      renamed: [
        { from: 'storage', to: 'persistence' },
        { from: 'storage.keep', to: 'persistence.retain' },
      ],
    });
  });

  it('should move what belongs elsewhere now, with its comments', () => {
    const text = `replicas: 1
# where
scheduling:
  # on GPUs
  nodeSelector: { gpu: "yes" }
  tolerations:
    - key: gpu # the taint
image:
  tag: v1 # pinned
  # ours
  pullSecrets: [{ name: a }]
`;
    expect(migrate(text).text).toBe(`replicas: 1
# on GPUs
nodeSelector: { gpu: "yes" }
# where
tolerations:
  - key: gpu # the taint
# ours
imagePullSecrets: [ { name: a } ]
image:
  tag: v1 # pinned
`);
  });

  it('should put what is in a list now into its first item', () => {
    const text = `ingress:
  enabled: true
  # ours
  host: llm.example.com # in DNS
  path: /coder
`;
    expect(migrate(text).text).toBe(`ingress:
  enabled: true
  # ours
  hosts:
    - host: llm.example.com # in DNS
      paths:
        - path: /coder
`);
  });

  it.each(['', '# nothing\n', 'replicas: 1 # one\n', 'persistence:   { size: 5Gi }\n'])(
    'should leave %j exactly as it is',
    (text) => expect(migrate(text)).toEqual({ text, renamed: [] }),
  );

  it('should refuse a value that is there under both names', () => {
    expect(textOf(() => migrate('storage: { size: 1Gi }\npersistence: { size: 2Gi }\n'))).toBe(
      'v.yaml:1:1  storage\n  The value is there twice: as storage, and as persistence.\n' +
        '  1 | storage: { size: 1Gi }\n    | ^\n  Keep persistence.',
    );
  });

  it('should give what is new to a second migration back as it is', () => {
    const { text } = migrate('storage: { size: 1Gi, keep: true }\nscheduling: { nodeSelector: { a: b } }\n');
    expect(migrate(text)).toEqual({ text, renamed: [] });
  });
});
