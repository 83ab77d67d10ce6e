import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The process that listens on a TCP port: `nginx (pid 4711)`; undefined when the system does not say. */
export function portOwner(port: number): string | undefined {
  return process.platform === 'linux' ? (ownerFromProc(port) ?? ownerFromLsof(port)) : ownerFromLsof(port);
}

function ownerFromProc(port: number): string | undefined {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(read(table), port)));
  if (inodes.size === 0) return undefined;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const pid = pids.find((each) => openSockets(each).some((inode) => inodes.has(inode)));
  return pid && `${read(`/proc/${pid}/comm`).trim()} (pid ${pid})`;
}

/** The sockets of a table in the format of /proc/net/tcp that listen on a port. */
export function listeningInodes(table: string, port: number): string[] {
  const listening = '0A';
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === listening && local?.endsWith(`:${wanted}`))
    .map((fields) => fields[9]!);
}

/** Empty for a process that has ended or belongs to another user. */
function openSockets(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

function ownerFromLsof(port: number): string | undefined {
  try {
    const fields = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [pid, command] = [/^p(.*)$/m.exec(fields)?.[1], /^c(.*)$/m.exec(fields)?.[1]];
    return pid && `${command} (pid ${pid})`;
  } catch {
    return undefined; // no lsof, or a process of another user
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
