import { existsSync } from 'node:fs';
import { lockCluster } from '../state/cluster-lock.ts';
import { clusterFolder, clusterNames, isRunning, readState } from '../state/cluster-state.ts';
import { endCluster } from '../state/end-cluster.ts';
import { misspelt, parseName } from './options.ts';

export interface DownOptions {
  name?: string;
  all?: boolean;
}

/** `cluster down`: stops what `up` has started, and nothing else. */
export async function down({ name, all }: DownOptions): Promise<void> {
  const names = all ? clusterNames() : [parseName(name ?? 'default')];
  if (names.length === 0) console.log('No cluster is running.');
  for (const each of names) await endOne(each);
}

async function endOne(name: string): Promise<void> {
  const onWait = (pid: number) => console.error(`Another command is changing "${name}" (pid ${pid}); waiting for it.`);
  const lock = await lockCluster(name, { onWait });
  try {
    if (!existsSync(clusterFolder(name))) {
      const error = name === 'default' ? undefined : misspelt(name);
      if (error) throw error;
      const others = clusterNames().map((each) => `"${each}"`);
      console.log(`"${name}" is not running.${others.length > 0 ? ` There is ${others.join(', ')}.` : ''}`);
      return;
    }
    const state = readState(name);
    const was = state && isRunning(state);
    const start = performance.now();
    await endCluster(name);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(was ? `"${name}" is down, after ${seconds} s.` : `"${name}" was not running; removed its files.`);
  } finally {
    lock.release();
  }
}
