import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '@archon/values/is-record';
import { format, type Snapshot } from './snapshot.ts';

/** Keeps snapshots by commit, and the commit that a revision was last. What is not readable counts as absent. */
export class HubCache {
  readonly #folder: string;

  constructor(cache: string, endpoint: string, id: string) {
    const part = (text: string): string => encodeURIComponent(text).replaceAll('%2F', '--').toLowerCase();
    // two hubs may share a host, under paths of their own
    this.#folder = join(cache, part(endpoint.replace(/^https:\/\//, '')), part(id));
  }

  snapshot(commit: string): Snapshot | undefined {
    const read = readJson(join(this.#folder, `${commit}.json`)) as Snapshot | undefined;
    return read?.format === format && read.commit === commit && isRecord(read.json) && typeof read.id === 'string'
      ? read
      : undefined;
  }

  /** The commit that a revision was when it was last asked for. */
  commitOf(revision: string): string | undefined {
    if (isCommit(revision)) return revision;
    const { commit } = (readJson(this.#reference(revision)) ?? {}) as { commit?: unknown };
    return typeof commit === 'string' && isCommit(commit) ? commit : undefined;
  }

  /** Keeps a snapshot. The answer does not need it: a cache that cannot be written changes nothing. */
  keep(snapshot: Snapshot): void {
    write(join(this.#folder, `${snapshot.commit}.json`), snapshot);
  }

  keepCommit(revision: string, commit: string): void {
    if (!isCommit(revision)) write(this.#reference(revision), { commit });
  }

  #reference(revision: string): string {
    return join(this.#folder, `at-${encodeURIComponent(revision)}.json`);
  }
}

export const isCommit = (revision: string): boolean => /^[0-9a-f]{40}$/.test(revision);

function readJson(file: string): unknown {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  } catch {
    return undefined;
  }
}

/** Atomically: another process reads all of it or nothing. */
function write(file: string, value: unknown): void {
  let staged: string | undefined;
  try {
    const folder = join(file, '..');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    staged = mkdtempSync(join(folder, '.new-'));
    // a private model’s configuration is for its user alone
    writeFileSync(join(staged, 'file'), JSON.stringify(value), { mode: 0o600 });
    renameSync(join(staged, 'file'), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  } finally {
    if (staged !== undefined) rmSync(staged, { recursive: true, force: true });
  }
}
