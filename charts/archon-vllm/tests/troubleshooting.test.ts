import { describe, expect, it } from 'vitest';
import { notesOf } from './support/notes.ts';
import { commandOf, readmeTroubles, troublesIn } from './support/troubleshooting.ts';

/** What Kubernetes says of starts that fail, as the cluster tests find it. */
const said = [
  'Insufficient nvidia.com/gpu',
  'Insufficient nvidia.com/mig-1g.10gb',
  'RuntimeClass "nvidia" not found',
  'persistentvolumeclaim "models" not found',
  "didn't match Pod's node affinity/selector",
  "didn't find available persistent volumes to bind",
  'no storage class is set',
  'violates PodSecurity',
  "PermissionError: [Errno 13] Permission denied: '/home/vllm/huggingface/hub'",
];

describe('What the chart says about a start that fails', () => {
  it('should print one command in NOTES, of the release’s own namespace and objects', async () => {
    const notes = await notesOf({ valuesObject: { fullnameOverride: 'coder' } });
    expect(commandOf(notes).join(' ')).toMatch(
      /^-n llm get deployments,pods -l app.kubernetes.io\/instance=home -o jsonpath=\{.*\}$/,
    );
    expect(notes).toContain('README');
    expect(notes).toContain('"When it does not start"');
  });

  it.each(said)('should explain in the README, at one place: %s', (sign) => {
    expect(troublesIn(sign, readmeTroubles())).toHaveLength(1);
  });
});
