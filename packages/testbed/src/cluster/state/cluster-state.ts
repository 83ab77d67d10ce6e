import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '../../process/cache-dir.ts';
import type { ClusterPorts } from '../components.ts';
import type { FakeNode } from '../fake-nodes.ts';
import { isAlive, type ProcessIdentity } from '../../process/process-identity.ts';
import { lastLines } from '../last-lines.ts';
import type { SupervisorEvent } from '../supervisor.ts';

/** What `cluster up` records about a running cluster. */
export interface ClusterState {
  name: string;
  startedAt: string;
  supervisor: ProcessIdentity;
  processes: (ProcessIdentity & { name: string; log: string })[];
  ports: ClusterPorts;
  /** Fake nodes. */
  nodes: FakeNode[];
  /** The node that runs pods. */
  real?: { gpus: number };
  kubeconfig: string;
}

/** The folder of all clusters that `cluster up` has started. */
export const clustersFolder = (): string => join(cacheDir(), 'clusters');

/** The folder of one of them. */
export const clusterFolder = (name: string): string => join(clustersFolder(), name);

/** The file in which the supervisor records ended processes. */
export const endedFile = (name: string): string => join(clusterFolder(name), 'ended.jsonl');

const stateFile = (name: string): string => join(clusterFolder(name), 'state.json');

/** The names of all clusters that have a folder. */
export function clusterNames(): string[] {
  if (!existsSync(clustersFolder())) return [];
  const entries = readdirSync(clustersFolder(), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** The record of a cluster; undefined when it is missing or unreadable. */
export function readState(name: string): ClusterState | undefined {
  try {
    return JSON.parse(readFileSync(stateFile(name), 'utf8')) as ClusterState;
  } catch {
    return undefined;
  }
}

/** Writes the record atomically. */
export function writeState(state: ClusterState): void {
  mkdirSync(clusterFolder(state.name), { recursive: true, mode: 0o700 });
  const file = stateFile(state.name);
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Whether the recorded supervisor is the process that now has its pid. */
export const isRunning = (state: ClusterState): boolean => isAlive(state.supervisor);

/** A part of a running cluster that ended by itself. */
export interface EndedProcess {
  name: string;
  time: string;
  /** `signal: killed`, `exit status 1`. */
  how: string;
  log: string;
  /** The end of its log. */
  lastLines: string;
}

/** The parts of a cluster that have ended, as recorded by its supervisor. */
export function endedProcesses({ name, processes }: ClusterState): EndedProcess[] {
  const file = endedFile(name);
  if (!existsSync(file)) return [];
  const events = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SupervisorEvent);
  return events
    .filter(({ event, asked }) => event === 'ended' && !asked)
    .map((event) => {
      const log = processes.find((each) => each.name === event.name)?.log ?? '';
      const how = event.error ?? 'unknown how';
      return { name: event.name ?? '', time: event.time, how, log, lastLines: lastLines(log) };
    });
}
