import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listeningInodes, portOwner } from './port-owner.ts';
import { freePorts, whyNotFree } from './ports.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:192B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 777 1 0 100 0 0 10 0
   1: 0100007F:192B 0100007F:9000 01 00000000:00000000 00:00000000 00000000     0        0 778 1 0 100 0 0 10 0
   2: 0100007F:9000 0100007F:192B 0A 00000000:00000000 00:00000000 00000000     0        0 779 1 0 100 0 0 10 0
`;

describe('listeningInodes', () => {
  it('should find who listens on a port, not who talks to it', () => {
    expect(listeningInodes(table, 6443)).toEqual(['777']);
  });
});

describe('portOwner', () => {
  it('should name the process and its pid', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(portOwner(port)).toMatch(new RegExp(`^\\S.* \\(pid ${process.pid}\\)$`));
    expect(await whyNotFree(port)).toBe('EADDRINUSE');
  });

  it('should know nobody on a port that is free', async () => {
    const [port] = await freePorts(1);
    expect(portOwner(port!)).toBeUndefined();
    expect(await whyNotFree(port!)).toBeUndefined();
  });
});
