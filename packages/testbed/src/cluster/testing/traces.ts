import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupName, cgroupsOf, kubeletSysctls } from '../../node/namespace-file.ts';
import { identifyProcess, isAlive, type ProcessIdentity, statFields } from '../../process/process-identity.ts';

/** What a real node must not change on its machine. */
export function machineSettings(): Record<string, string | string[]> {
  const values = kubeletSysctls
    .map((name) => [name, join('/proc/sys', name)] as const)
    .filter(([, file]) => existsSync(file))
    .map(([name, file]) => [name, readFileSync(file, 'utf8').trim()] as const);
  const tables = '/proc/net/ip_tables_names';
  const iptables = existsSync(tables) ? readFileSync(tables, 'utf8').split('\n').sort() : [];
  return { ...Object.fromEntries(values), iptables, interfaces: readdirSync('/sys/class/net').sort() };
}

/** The files, mounts and control groups of a cluster on this machine. */
export function tracesOf(folder: string): string[] {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  return [
    ...[folder].filter((path) => existsSync(path)),
    ...cgroupsOf(cgroupName(folder)),
    ...mounts.filter((mount) => mount.includes(folder)),
  ];
}

/** A process and all its descendants. */
export function familyOf(pid: number): ProcessIdentity[] {
  const parents = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const children = new Map<number, number[]>();
  for (const name of parents) {
    const parent = Number(statFields(Number(name))[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const family = (each: number): number[] => [each, ...(children.get(each) ?? []).flatMap(family)];
  return family(pid).flatMap((each) => identifyProcess(each) ?? []);
}

/** Those that still run, by the name in the system. */
export const survivors = (family: readonly ProcessIdentity[]): string[] =>
  family.filter(isAlive).map(({ pid }) => `${pid} ${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()}`);
