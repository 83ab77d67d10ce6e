import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../cluster/ports.ts';
import { run } from '../cluster/kubectl.ts';
import type { Supervisor } from '../cluster/supervisor.ts';
import { ToolError } from '../process/tool-error.ts';

// Without the user's git configuration and name.
const environment = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'archon'],
      [`GIT_${who}_EMAIL`, 'archon@localhost'],
    ]),
  ),
};

/** A git server on 127.0.0.1, as `git daemon` serves it, with any number of repositories. */
export class GitServer {
  static async start(folder: string, supervisor: Supervisor): Promise<GitServer> {
    const [port] = await freePorts(1);
    mkdirSync(join(folder, 'served'), { recursive: true });
    const server = new GitServer(folder, port!);
    const base = join(folder, 'served');
    const listen = ['--listen=127.0.0.1', `--port=${port}`, '--reuseaddr'];
    await supervisor.start({
      name: 'git-daemon',
      args: ['/usr/bin/env', 'git', 'daemon', ...listen, '--export-all', `--base-path=${base}`, base],
      env: environment as Record<string, string>,
      log: join(folder, 'git-daemon.log'),
    });
    return server;
  }

  private constructor(
    readonly folder: string,
    readonly port: number,
  ) {}

  /** Creates an empty repository with a branch `main`. */
  async createRepository(name: string): Promise<GitRepository> {
    const bare = join(this.folder, 'served', `${name}.git`);
    const checkout = join(this.folder, 'checkouts', name);
    await git(['init', '--quiet', '--bare', '--initial-branch=main', bare]);
    return GitRepository.create(`git://127.0.0.1:${this.port}/${name}.git`, checkout, bare);
  }
}

/** A repository and its checkout. */
export class GitRepository {
  /** Makes an empty checkout of an empty repository, which is pushed to at `remote`. */
  static async create(url: string, checkout: string, remote = url): Promise<GitRepository> {
    await git(['init', '--quiet', '--initial-branch=main', checkout]);
    await git(['-C', checkout, 'remote', 'add', 'origin', remote]);
    return new GitRepository(url, checkout);
  }

  private constructor(
    readonly url: string,
    readonly checkout: string,
  ) {}

  /** Commits the content of the checkout, changed or not, pushes it to `main` and returns the commit. */
  async push(message: string): Promise<string> {
    await git(['-C', this.checkout, 'add', '--all', '--force']);
    await git(['-C', this.checkout, 'commit', '--quiet', '--allow-empty', `--message=${message}`]);
    return this.#publish();
  }

  /** Reverts the last commit, pushes that and returns the new commit. */
  async revert(): Promise<string> {
    await git(['-C', this.checkout, 'revert', '--no-edit', 'HEAD']);
    return this.#publish();
  }

  /** Takes the commits of others. */
  async pull(): Promise<void> {
    await git(['-C', this.checkout, 'pull', '--quiet', '--ff-only', 'origin', 'main']);
  }

  async #publish(): Promise<string> {
    await git(['-C', this.checkout, 'push', '--quiet', 'origin', 'main']);
    return (await git(['-C', this.checkout, 'rev-parse', 'HEAD'])).trim();
  }
}

async function git(args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run('git', args, { env: environment });
  if (code !== 0) throw new ToolError(`git ${args.join(' ')}\nfailed: ${stderr.trim()}`);
  return stdout;
}
