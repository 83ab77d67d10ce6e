import { describe, expect, it } from 'vitest';
import { holdClusterPorts, whyNotFree } from './ports.ts';
import { portNames } from './components.ts';

describe('holdClusterPorts', () => {
  it('should keep others off a port until the part that it is for begins', async () => {
    const held = await holdClusterPorts({ api: 6443 });
    expect(new Set(Object.values(held.ports)).size).toBe(portNames.length);
    expect(held.ports.api).toBe(6443);
    expect(await whyNotFree(held.ports.etcdPeer)).toBe('EADDRINUSE');
    await held.release('etcd');
    expect(await whyNotFree(held.ports.etcdPeer)).toBeUndefined();
    expect(await whyNotFree(held.ports.scheduler)).toBe('EADDRINUSE');
    await held.releaseAll();
    expect(await whyNotFree(held.ports.scheduler)).toBeUndefined();
  });
});
