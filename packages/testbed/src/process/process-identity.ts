import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process, distinguished from a later one with the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, as the system states it. */
  start: string;
}

/** The process that has a pid now; undefined when none runs. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const start = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  return start === undefined ? undefined : { pid, start };
}

/** Whether exactly this process still runs. */
export function isAlive({ pid, start }: ProcessIdentity): boolean {
  return identifyProcess(pid)?.start === start;
}

/** Field 22 of /proc/<pid>/stat. A zombie counts as ended. */
function startOnLinux(pid: number): string | undefined {
  const [state, ...fields] = statFields(pid);
  return state === 'Z' || state === 'X' ? undefined : fields[18];
}

/** What /proc/<pid>/stat has after the name, which may hold spaces and parentheses: state, parent, …; empty when the process is gone. */
export function statFields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function startByPs(pid: number): string | undefined {
  try {
    const [state = '', ...start] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    })
      .trim()
      .split(/\s+/);
    return state === '' || state.startsWith('Z') ? undefined : start.join(' ');
  } catch {
    return undefined;
  }
}
