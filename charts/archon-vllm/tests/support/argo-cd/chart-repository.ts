import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { GitRepository, GitServer } from '@archon/testbed/git-server';

/** The path of the user's values in docs/argo-cd/. */
export const ownValues = 'clusters/home/archon.yaml';

/** A git repository like that of a user of the chart. */
export class ChartRepository {
  /** The last commit. */
  head = '';

  /** A repository with a chart in it, or an empty one. */
  static async create(git: GitServer, chart?: string): Promise<ChartRepository> {
    const repository = await git.createRepository(randomBytes(4).toString('hex'));
    if (chart) cpSync(chart, join(repository.checkout, 'charts/archon-vllm'), { recursive: true });
    return new ChartRepository(repository);
  }

  private constructor(readonly repository: GitRepository) {}

  get url(): string {
    return this.repository.url;
  }

  /** Commits files, as text or as an object to be written as YAML, and returns the commit. */
  async push(files: Record<string, string | object>): Promise<string> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.repository.checkout, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, typeof content === 'string' ? content : stringify(content));
    }
    this.head = await this.repository.push(`Change ${Object.keys(files).join(', ')}`);
    return this.head;
  }

  /** Reverts the last commit and returns the new one. */
  async revert(): Promise<string> {
    this.head = await this.repository.revert();
    return this.head;
  }
}
