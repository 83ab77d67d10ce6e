import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run, stdoutOf } from '@archon/testbed/kubectl';
import { newFolder } from './run-step.ts';

const person = { GIT_AUTHOR_NAME: 'archon', GIT_AUTHOR_EMAIL: 'archon@localhost' };
const environment = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  ...person,
  GIT_COMMITTER_NAME: person.GIT_AUTHOR_NAME,
  GIT_COMMITTER_EMAIL: person.GIT_AUTHOR_EMAIL,
  // What is committed at one time in one order has one name.
  GIT_AUTHOR_DATE: '2026-11-29T12:00:00Z',
  GIT_COMMITTER_DATE: '2026-11-29T12:00:00Z',
};

/** A repository on the disk, as a server has it, with a checkout to commit from. */
export class Repository {
  readonly #checkout = newFolder();
  readonly #served = newFolder();
  readonly url = `file://${this.#served}`;

  /** Begins with a commit on main. */
  static async create(files: Record<string, string>): Promise<Repository> {
    const repository = new Repository();
    await git('init', '--quiet', '--bare', '--initial-branch=main', repository.#served);
    await git('init', '--quiet', '--initial-branch=main', repository.#checkout);
    await repository.#do('remote', 'add', 'origin', repository.url);
    await repository.commit(files);
    return repository;
  }

  /** Writes files, commits and pushes them; returns the commit. */
  async commit(files: Record<string, string>): Promise<string> {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.#checkout, path)), { recursive: true });
      writeFileSync(join(this.#checkout, path), text);
    }
    await this.#do('add', '--all');
    await this.#do('commit', '--quiet', '--message=change');
    await this.#do('push', '--quiet', 'origin', 'main');
    return (await this.#do('rev-parse', 'HEAD')).trim();
  }

  /** A file as main has it on the server. */
  readonly show = (path: string): Promise<string> => git('-C', this.#served, 'show', `main:${path}`);

  /** The subjects of the commits of main, the latest first. */
  async subjects(): Promise<string[]> {
    return (await git('-C', this.#served, 'log', '--format=%s', 'main')).trim().split('\n');
  }

  readonly #do = (...args: string[]): Promise<string> => git('-C', this.#checkout, ...args);
}

/** Runs git without the settings of the user. */
async function git(...args: string[]): Promise<string> {
  return stdoutOf(['git', ...args], await run('git', args, { env: environment }));
}
