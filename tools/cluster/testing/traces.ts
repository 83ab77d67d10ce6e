import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupName } from '../node/namespace-file.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from '../state/process-identity.ts';

/** What a real node could change of its machine, and must not. */
export function machineSettings(): Record<string, string | string[]> {
  const sysctls = ['vm/overcommit_memory', 'vm/panic_on_oom', 'kernel/panic', 'kernel/panic_on_oops'];
  const values = sysctls.map((name) => [name, readFileSync(join('/proc/sys', name), 'utf8').trim()] as const);
  return { ...Object.fromEntries(values), interfaces: readdirSync('/sys/class/net').sort() };
}

/** The files, mounts and control groups that this machine has of a cluster. */
export function tracesOf(folder: string): string[] {
  const group = cgroupName(folder);
  const hierarchies = ['', ...readdirSync('/sys/fs/cgroup')].map((name) => join('/sys/fs/cgroup', name, group));
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  return [
    ...[folder, ...hierarchies].filter((path) => existsSync(path)),
    ...mounts.filter((mount) => mount.includes(folder)),
  ];
}

/** A process, and all that it and its children have started. */
export function familyOf(pid: number): ProcessIdentity[] {
  const parents = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const children = new Map<number, number[]>();
  for (const name of parents) {
    const parent = parentOf(name);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const family = (each: number): number[] => [each, ...(children.get(each) ?? []).flatMap(family)];
  return family(pid).flatMap((each) => identifyProcess(each) ?? []);
}

/** Those that still run, as the system calls them. */
export const survivors = (family: readonly ProcessIdentity[]): string[] =>
  family.filter(isAlive).map(({ pid }) => `${pid} ${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()}`);

/** The fourth field of /proc/<pid>/stat; the name before it may hold spaces and parentheses. */
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
