import { describe, expect, it } from 'vitest';
import { renderNotes } from '@archon/testbed/helm';
import { chart } from './support/chart.ts';
import { lookupsOf, readmeTroubles, troublesIn } from './support/troubleshooting.ts';

function lookups(valuesObject: object) {
  const result = renderNotes({ helm: 4, chart, namespace: 'llm', valuesObject });
  if (!result.ok) throw new Error(result.error);
  return lookupsOf(result.notes);
}

const signs = (values: object): string[] =>
  lookups(values).flatMap(({ troubles }) => troubles.flatMap((trouble) => trouble.signs));

const kinds: [name: string, values: object, told: string[], not: string[]][] = [
  ['the default', {}, ['no storage class is set', 'RuntimeClass "nvidia" not found'], ['violates PodSecurity']],
  [
    'neither RuntimeClass nor claim',
    { gpu: { runtimeClassName: '' }, storage: { enabled: false } },
    ['Insufficient nvidia.com/gpu'],
    ['RuntimeClass "" not found', 'no storage class is set', 'unbound immediate PersistentVolumeClaims'],
  ],
  [
    'a claim that exists',
    { storage: { existingClaim: 'models' } },
    ['persistentvolumeclaim "models" not found'],
    ["didn't find available persistent volumes"],
  ],
  ['a StorageClass', { storage: { storageClassName: 'fast' } }, ["didn't find available persistent volumes"], []],
  [
    'a slice of a GPU',
    { gpu: { resourceName: 'nvidia.com/mig-1g.10gb' } },
    ['Insufficient nvidia.com/mig-1g.10gb'],
    [],
  ],
  [
    'a node of choice',
    { scheduling: { nodeSelector: { disk: 'fast' } } },
    ["didn't match Pod's node affinity/selector"],
    [],
  ],
  ['an image for root', { preset: 'archon-seed' }, ['violates PodSecurity'], []],
];

describe('What the chart says about a start that fails', () => {
  it.each(kinds)('should name in NOTES what can happen, and nothing else, for %s', (_, values, told, not) => {
    expect(signs(values)).toEqual(expect.arrayContaining(told));
    for (const sign of not) expect(signs(values)).not.toContain(sign);
  });

  it.each(kinds)('should explain in the README whatever NOTES name for %s', (_, values) => {
    // Words of a sign may stand in a longer one.
    const readme = readmeTroubles().flatMap((trouble) => trouble.signs);
    const unexplained = signs(values).filter(
      (sign) => troublesIn(sign, readmeTroubles()).length === 0 && !readme.some((longer) => longer.includes(sign)),
    );
    expect(unexplained).toEqual([]);
  });

  it('should name commands of the release’s own namespace and objects', () => {
    const commands = lookups({ fullnameOverride: 'coder' }).map(({ command }) => command.join(' '));
    expect(commands).toEqual([
      expect.stringMatching(/^-n llm get deployments,pods -l app.kubernetes.io\/instance=archon -o jsonpath=\{.*\}$/),
      '-n llm events --for persistentvolumeclaim/coder-model-cache',
      '-n llm logs deployment/coder',
    ]);
  });
});
