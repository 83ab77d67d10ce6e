import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A listening socket. */
export interface TcpListener {
  address: string;
  port: number;
}

/** The listening sockets of processes whose command line contains a text; from /proc, so only on Linux. */
export function readTcpListeners(text: string): TcpListener[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && commandLine(name).includes(text));
  const sockets = new Set(pids.flatMap(openSockets));
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    readFileSync(table, 'utf8')
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && sockets.has(`socket:[${fields[9]}]`))
      .map((fields) => parseAddress(fields[1]!)),
  );
}

/** `0100007F:1F90` is 127.0.0.1:8080; the longer ones of IPv6 are left as they are. */
function parseAddress(text: string): TcpListener {
  const [address = '', port = ''] = text.split(':');
  const bytes = address.length === 8 ? address.match(/../g)!.toReversed() : undefined;
  return { address: bytes?.map((byte) => parseInt(byte, 16)).join('.') ?? address, port: parseInt(port, 16) };
}

function openSockets(pid: string): string[] {
  return read(() => readdirSync(`/proc/${pid}/fd`), []).map((fd) =>
    read(() => readlinkSync(`/proc/${pid}/fd/${fd}`), ''),
  );
}

const commandLine = (pid: string): string => read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '');

/** Processes may end meanwhile. */
function read<T>(from: () => T, otherwise: T): T {
  try {
    return from();
  } catch {
    return otherwise;
  }
}
