import { describe, expect, it } from 'vitest';
import { notesOf } from '../../archon-vllm/tests/support/notes.ts';
import { chart, oci } from './support/chart.ts';

const notes = (valuesObject: object) => notesOf({ chart, valuesObject });
const off = { ingress: { enabled: false } };

describe('NOTES', () => {
  it('should say how to list a server where there is none', async () => {
    expect(await notes({})).toMatch(/There is no server yet\. [^]*preset: nvidia-16gb\n$/);
  });

  it('should say of each server where its chart comes from, and where it answers', async () => {
    const servers = {
      coder: { values: { ...off, service: { port: 9000 } } },
      chat: { values: { ...off, tls: { existingSecret: 'vllm-tls' } }, namespace: 'chats' },
    };
    const text = await notes({ chart: oci, servers });
    expect(text).toContain(
      '  coder: oci://registry.example.com/charts/archon-vllm 0.3.0, release coder in namespace archon-system\n',
    );
    expect(text).toContain('  coder: http://coder.archon-system.svc.cluster.local:9000/v1\n');
    expect(text).toContain('  chat: https://chat.chats.svc.cluster.local:8000/v1\n');
    expect(text).toContain('Argo CD must watch this namespace');
    expect(text).not.toMatch(/%!|<no value>|<nil>|map\[|\n\n\n/);
  });

  it('should not name a Service whose name it does not know', async () => {
    const values = { ...off, fullnameOverride: '' };
    expect(await notes({ chart: oci, servers: { coder: { values } } })).toContain(
      '  coder: helm get notes coder -n archon-system',
    );
  });
});
