import { existsSync, readFileSync } from 'node:fs';
import { lastLines } from '../last-lines.ts';
import type { SupervisorEvent } from '../supervisor.ts';
import { type ClusterState, endedFile } from './cluster-state.ts';

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
